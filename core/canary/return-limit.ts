import type { ShiftState } from './shift-situation.ts';

/** Longest wait for traffic to be back: draining takes 30 s, so after this it is a rollback that does not work (001-42). */
export const RETURN_LIMIT_SECONDS = 600;

/**
 * Whether the return of traffic is (still) worth asking for. One that failed is tried again within the limit; beyond it
 * asking again would only keep the failure from being told, since a return that was just begun never looks failed.
 *
 * @param sinceDecisionSeconds since the shift was decided or stopped
 */
export function asksForReturn(state: ShiftState, sinceDecisionSeconds: number): boolean {
  return state !== 'RETURN_FAILED' || sinceDecisionSeconds < RETURN_LIMIT_SECONDS;
}
