import type { Analysis } from '../contracts/analysis.ts';
import type { StopRequest } from '../contracts/release.ts';
import type { Phase } from '../contracts/shift.ts';
import type { JudgeDecision } from './observe.ts';
import type { Pings } from './pings.ts';

export type ShiftState =
  'STARTING' | 'SHIFTING' | 'COMPLETE' | 'RETURNING' | 'RETURNED' | 'FAILED' | 'RETURN_FAILED' | 'FROZEN';

/** Everything one observation of a shift knows. Null always means "could not be found out", which is never good. */
export type ShiftSituation = {
  readonly phase: Phase;
  readonly status: { readonly state: ShiftState; readonly weight: number; readonly detail: string } | null;
  /** Seconds since the watch of this phase began; null while the new version has no traffic yet. */
  readonly elapsedSeconds: number | null;
  /** Staging, canary with its extensions so far, the expand step, or the watch after 100 %. */
  readonly plannedSeconds: number;
  readonly judge: JudgeDecision | null;
  /** The judge's conclusion at this look; needed once the planned time is over, null where none could be made. */
  readonly analysis: Analysis | null;
  /** Checks of this look, each of which has to pass; null or none when they did not run. Staging cannot pass without. */
  readonly checks: readonly { readonly name: string; readonly passed: boolean; readonly detail: string }[] | null;
  /** Health checks of the watch after 100 %; null in every other phase. The watch cannot end well without. */
  readonly pings: Pings | null;
  readonly stop: StopRequest | null;
  readonly killSwitch: string | null;
  /** How often an inconclusive canary may still be prolonged. */
  readonly extensionsLeft: number;
};
