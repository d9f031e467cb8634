import type { Classified } from './kayenta-metric.ts';

export type Group = { readonly weight: number; readonly metrics: readonly Classified[] };
export type KayentaAnswer = 'Pass' | 'Marginal' | 'Fail';

const PASS = 95;
const MARGINAL = 75;

/**
 * Kayenta's score of a canary, 0 to 100: weighted groups, each the share of its metrics that passed. A critical metric
 * that did not pass makes it 0, and so do as many metrics without data as with. An Error counts as nothing at all.
 */
export function kayentaScore(groups: readonly Group[]): number {
  const all = groups.flatMap(({ metrics }) => metrics);
  if (all.some(({ label, critical }) => critical && label !== 'Pass')) return 0;
  const noData = all.filter(({ label }) => label === 'Nodata').length;
  if (all.length > 0 && noData >= all.length / 2) return 0;
  return groups.reduce((sum, { weight, metrics }) => sum + (weight * groupScore(metrics)) / 100, 0);
}

export function kayentaAnswer(score: number): KayentaAnswer {
  return score >= PASS ? 'Pass' : score >= MARGINAL ? 'Marginal' : 'Fail';
}

function groupScore(metrics: readonly Classified[]): number {
  const passed = metrics.filter(({ label }) => label === 'Pass').length;
  const counted = metrics.filter(({ label }) => label !== 'Nodata' && label !== 'Error').length;
  return counted === 0 ? 100 : (100 * passed) / counted;
}
