/** Latency is kept in bins of 1 %: bin i holds lowerEdge(i) up to lowerEdge(i + 1) ms; bin 0 also what is faster. */
const GROWTH = 1.01;
export const LAST_BIN = 1151;

/** Milliseconds. */
export function lowerEdge(bin: number): number {
  return GROWTH ** bin;
}

/** Requests above `cut` ms. The cut is rounded up to the next edge, at most 1 %, which favours the canary. */
export function countAboveBins(bins: Readonly<Record<string, number>>, cut: number): number {
  let count = 0;
  // The tolerance keeps a cut that is exactly an edge from being rounded to the next one.
  for (const [bin, n] of Object.entries(bins)) if (lowerEdge(Number(bin)) >= cut * (1 - 1e-9)) count += n;
  return count;
}
