import type { GroupRecord } from './groups.ts';
import type { ShiftRecord, State } from './state-file.ts';
import { isActive } from './target.ts';
import type { Shift, Target } from './target.ts';

/** A start that was under way when its release was closed lands within minutes; this is weeks of releases. */
const KEPT_FORBIDDEN = 300;

export function stateOf(
  targets: readonly Target[],
  groups: readonly GroupRecord[],
  forbidden: ReadonlyMap<string, string>,
): State {
  return {
    version: 1,
    targets: targets.map(({ spec, environment, stable, shifts }) => ({
      spec,
      environment,
      running: stable?.version ?? null,
      shifts: shifts.map(({ request, state, weight, since, detail, settled, history }) => ({
        request: { ...request, steps: [...request.steps] },
        state,
        weight,
        since,
        detail,
        settled,
        history,
      })),
    })),
    groups: [...groups],
    forbidden: [...forbidden].slice(-KEPT_FORBIDDEN).map(([shiftId, why]) => ({ shiftId, why })),
  };
}

/** Shifts as an ended data plane left them: whatever was under way is over, the old version has all the traffic. */
export function restoreShifts(records: readonly ShiftRecord[]): Shift[] {
  return records.map((record) => {
    const shift: Shift = { ...record, until: null, step: -1, stepAt: 0, askedAt: Date.now(), meters: null };
    if (!isActive(shift)) return shift;
    const state = shift.since === null ? 'FAILED' : 'RETURNED';
    return { ...shift, state, weight: 0, detail: `the data plane ended and was started again; ${shift.detail}` };
  });
}
