/**
 * Styles that the pictures carry with them, so that they look the same alone and inside a page, in light and in dark.
 * Text keeps a contrast of at least 4.5 to 1, lines of at least 3 to 1; arms also differ by dash and dots, not by
 * colour alone.
 */
export const plotStyle =
  '<style>.il-plot{--p-text:#3d444d;--p-grid:#d1d5da;--p-canary:#9a3f00;--p-base:#1f5f99;--p-limit:#b42318;--p-bar:#8b949e;--p-paper:#fbfbfa;' +
  'font-family:system-ui,-apple-system,"Segoe UI",sans-serif}' +
  '@media (prefers-color-scheme:dark){.il-plot{--p-text:#c3cad3;--p-grid:#3b424b;--p-canary:#f0a35e;--p-base:#7db4ee;--p-limit:#ff8f87;--p-bar:#6e7681;--p-paper:#101317}}' +
  '.il-plot text{fill:var(--p-text);font-size:11px}.il-plot .il-plot-title{font-size:13px;font-weight:600}' +
  '.il-plot .il-plot-limit-text{fill:var(--p-limit);stroke:var(--p-paper);stroke-width:3px;paint-order:stroke}.il-plot-grid{stroke:var(--p-grid);stroke-width:1}' +
  '.il-plot-limit{stroke:var(--p-limit);stroke-width:1.4;stroke-dasharray:5 4;fill:none}' +
  '.il-plot-baseline{stroke:var(--p-base);stroke-width:1.8;stroke-dasharray:2 2;fill:none}' +
  '.il-plot-canary{stroke:var(--p-canary);stroke-width:2.2;fill:none}.il-plot-dot{fill:none;stroke:var(--p-canary);stroke-width:1}' +
  '.il-plot-band{fill:var(--p-canary);opacity:.16}.il-plot-bar{fill:var(--p-bar)}.il-plot-over{fill:var(--p-limit)}</style>';

export const wayStyle =
  '<style>.il-way{--w-text:#1f2328;--w-soft:#57606a;--w-line:#8b949e;--w-paper:#ffffff;--w-done:#1a7f37;--w-bad:#b42318;--w-now:#1f5f99;' +
  'font-family:system-ui,-apple-system,"Segoe UI",sans-serif}' +
  '@media (prefers-color-scheme:dark){.il-way{--w-text:#e6edf3;--w-soft:#a9b2bc;--w-line:#6e7681;--w-paper:#15191e;--w-done:#4ec269;--w-bad:#ff8f87;--w-now:#7db4ee}}' +
  '.il-way text{fill:var(--w-text);font-size:13px}.il-way .il-way-note{fill:var(--w-soft);font-size:11px}' +
  '.il-way-line{stroke:var(--w-line);stroke-width:2}.il-way-gap{stroke-dasharray:2 4}' +
  '.il-way-DONE{fill:var(--w-done);stroke:var(--w-done)}.il-way-FAILED{fill:var(--w-bad);stroke:var(--w-bad)}' +
  '.il-way-NOW{fill:var(--w-paper);stroke:var(--w-now)}.il-way-SKIPPED,.il-way-AHEAD{fill:var(--w-paper);stroke:var(--w-line)}' +
  '.il-way-dot{stroke-width:2}.il-way-mark{fill:none;stroke:var(--w-paper);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}' +
  '.il-way-mark-open{fill:none;stroke:var(--w-line);stroke-width:2;stroke-linecap:round}.il-way-core{fill:var(--w-now)}</style>';
