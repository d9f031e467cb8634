import type { ShiftEvidence } from '../contracts/shift-evidence.ts';
import { canaryPlot } from './canary-plot.ts';
import { htmlLine } from './escape-html.ts';

/** A page that stands alone with the picture of every shift that was measured; null when none was. */
export function shiftPlots(title: string, shifts: readonly ShiftEvidence[]): string | null {
  const figures = shifts.flatMap(({ phase, buckets, judge, analysis }) =>
    judge === null || buckets.length === 0
      ? []
      : [
          `<figure><figcaption>${phase}: ${htmlLine(analysis?.headline ?? 'not judged', 600)}</figcaption>` +
            `${canaryPlot({ buckets, judge: judge.config, analysis, id: `plot-${phase.toLowerCase()}` })}</figure>`,
        ],
  );
  if (figures.length === 0) return null;
  return (
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${htmlLine(title, 200)}</title>` +
    '<style>:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:1.5rem;background:Canvas;color:CanvasText}' +
    'main{display:flex;flex-wrap:wrap;gap:2rem}figure{margin:0;width:28rem}</style>' +
    `<h1>${htmlLine(title, 200)}</h1><main>${figures.join('')}</main></html>\n`
  );
}
