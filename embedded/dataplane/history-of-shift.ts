import { dispersionAtShare } from '../../core/canary/dispersion-at-share.ts';
import type { History } from '../../core/contracts/measurement.ts';
import type { Shift } from './target.ts';

/**
 * The past of a shift's old version with its dispersion at the share of traffic that the new one is judged at: the
 * largest of its steps while both versions take traffic, and all of it afterwards.
 */
export function historyOfShift({ history, request, weight }: Pick<Shift, 'history' | 'request' | 'weight'>): History {
  if (history.phi === undefined) return history;
  const partial = request.steps.map((step) => step.weight).filter((percent) => percent < 100);
  const share = weight === 100 || partial.length === 0 ? 1 : Math.max(...partial) / 100;
  return { ...history, phi: dispersionAtShare(history.phi, share) };
}
