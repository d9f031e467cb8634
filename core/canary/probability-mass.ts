/** Probabilities of the whole numbers `lo`, `lo + 1`, ... They sum to 1; what is left out is below 1e-17 of the largest. */
export type ProbabilityMass = { readonly lo: number; readonly mass: readonly number[] };

const NEGLIGIBLE = 1e-17;

/**
 * Builds a unimodal distribution on lo..hi from the ratios of neighbours, `ratio(x) = P(x + 1) / P(x)`: starts at the
 * mode, multiplies outwards both ways and normalises, so that no logarithm of a factorial is needed.
 */
export function massFromRatios(lo: number, hi: number, guess: number, ratio: (x: number) => number): ProbabilityMass {
  let mode = Math.min(hi, Math.max(lo, guess));
  while (mode < hi && ratio(mode) > 1) mode++;
  while (mode > lo && ratio(mode - 1) < 1) mode--;

  const mass: number[] = [];
  let total = 0;
  for (let x = mode, p = 1; x > lo; x--) {
    p /= ratio(x - 1);
    if (p < NEGLIGIBLE) break;
    mass.push(p);
    total += p;
  }
  const first = mode - mass.length;
  mass.reverse();
  for (let x = mode, p = 1; ; x++) {
    mass.push(p);
    total += p;
    if (x >= hi) break;
    p *= ratio(x);
    if (p < NEGLIGIBLE) break;
  }
  for (let i = 0; i < mass.length; i++) mass[i]! /= total;
  return { lo: first, mass };
}

/** P(X >= x). */
export function upperTail({ lo, mass }: ProbabilityMass, x: number): number {
  let sum = 0;
  for (let i = mass.length - 1; i >= 0 && lo + i >= x; i--) sum += mass[i] ?? 0;
  return Math.min(1, sum);
}

/** P(X <= x). */
export function lowerTail({ lo, mass }: ProbabilityMass, x: number): number {
  let sum = 0;
  for (let i = 0; i < mass.length && lo + i <= x; i++) sum += mass[i] ?? 0;
  return Math.min(1, sum);
}
