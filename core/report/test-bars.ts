import { count } from '../canary/figures.ts';
import type { AnalysisTest } from '../contracts/analysis.ts';
import { escapeHtml } from './escape-html.ts';
import { plotWidth } from './plot-panel.ts';
import { testName } from './test-names.ts';

const rowHeight = 17;
const head = 24;
const nameWidth = 168;
const figuresWidth = 84;

/**
 * SVG of how far each test was on its way to failing the canary: a bar up to its count, the end of the track is where
 * it fails, a tick what the count would be if the canary were no worse. Tests that were not asked are left out.
 */
export function testBars(
  tests: readonly AnalysisTest[],
  top: number,
): { readonly svg: string; readonly height: number } {
  const asked = tests.filter(({ observed, failsAt }) => observed !== null && failsAt !== null && failsAt > 0);
  if (asked.length === 0) return { svg: '', height: 0 };
  const rows = asked.map((test, i) => row(test, top + head + i * rowHeight));
  return {
    svg: `<text x="0" y="${top + 12}" class="il-plot-title">Tests on their way to failing it</text>${rows.join('')}`,
    height: head + asked.length * rowHeight + 14,
  };
}

function row({ id, observed, expectedIfNoWorse, failsAt, signalledAt }: AnalysisTest, y: number): string {
  const track = plotWidth - nameWidth - figuresWidth;
  const width = (value: number) => Math.round(10 * track * Math.min(1, Math.max(0, value / failsAt!))) / 10;
  const expected =
    expectedIfNoWorse === null
      ? ''
      : `<line class="il-plot-baseline" x1="${nameWidth + width(expectedIfNoWorse)}" x2="${nameWidth + width(expectedIfNoWorse)}" y1="${y}" y2="${y + 12}"/>`;
  return (
    `<text x="0" y="${y + 10}" class="il-plot-small">${escapeHtml(testName(id))}</text>` +
    `<rect class="${signalledAt === null ? 'il-plot-bar' : 'il-plot-over'}" x="${nameWidth}" y="${y + 1}" width="${width(observed!)}" height="10"/>` +
    `<line class="il-plot-limit" x1="${nameWidth + track}" x2="${nameWidth + track}" y1="${y - 1}" y2="${y + 13}"/>${expected}` +
    `<text x="${plotWidth}" y="${y + 10}" class="il-plot-small" text-anchor="end">${count(observed!)} of ${count(failsAt!)}</text>`
  );
}
