/** Latency is kept in bins of 1 %: bin i holds lowerEdge(i) up to lowerEdge(i + 1) ms; bin 0 also what is faster. */
const GROWTH = Math.log(1.01);
export const LAST_BIN = 1151;
/** Keeps a cut that is exactly an edge from being rounded to the next one. */
const EDGE = 1e-7;

/** Milliseconds. */
export function lowerEdge(bin: number): number {
  return Math.exp(bin * GROWTH);
}

/** First bin all of whose requests are slower than `cut` ms: the cut is rounded up, by at most 1 %. */
export function binAbove(cut: number): number {
  return Math.max(0, Math.ceil(Math.log(cut) / GROWTH - EDGE));
}

/** The bin of `cut` ms: counting from it rounds the cut down, by at most 1 %. */
export function binAt(cut: number): number {
  return Math.max(0, Math.floor(Math.log(cut) / GROWTH + EDGE));
}
