/** Probability with which a harmful canary may pass, over all planned looks together (canary.md, *Verdict*). */
const BETA = 0.05;

/**
 * The part of it that the `number`-th planned look (1 is the first) may use when the watch may be prolonged `extensions`
 * times: all of it at an only look, else half at the first and the other half in equal parts. 0 at any other moment:
 * nothing passes between planned looks, nor beyond the last.
 */
export function betaOf(number: number, extensions: number): number {
  if (!Number.isInteger(number) || number < 1 || number > extensions + 1) return 0;
  if (extensions === 0) return BETA;
  return number === 1 ? BETA / 2 : BETA / 2 / extensions;
}
