import type { Analysis } from '../../../core/contracts/analysis.ts';
import type { Phase, ShiftDecision, ShiftResult } from '../../../core/contracts/shift.ts';
import { addPing, NO_PINGS } from '../../../core/canary/pings.ts';
import type { Rules } from '../rules.ts';
import { STOP, type Traffic } from '../world.ts';

export type Observed = { readonly decision: ShiftDecision; readonly result: ShiftResult | null; readonly by: string };
const known = new WeakMap<Rules['decideShift'], Map<string, readonly Observed[]>>();
const PLANNED = 600;

/** Everything that `decideShift` says of this traffic: judge, analysis, checks and time run through all that they may be. */
export function observations(
  rules: Rules,
  phase: Phase,
  traffic: Traffic | null,
  stopped: boolean,
  killed: boolean,
): readonly Observed[] {
  const key = JSON.stringify([phase, traffic, stopped, killed]);
  const ofRule = known.get(rules.decideShift) ?? new Map<string, readonly Observed[]>();
  known.set(rules.decideShift, ofRule);
  const before = ofRule.get(key);
  if (before !== undefined) return before;
  const found = new Map<string, Observed>();
  const state = traffic === 'SETTLED' ? 'COMPLETE' : traffic;
  for (const judge of ['CONTINUE', 'FAIL', null] as const)
    for (const analysis of [
      analysisOf('PASS'),
      analysisOf('INCONCLUSIVE'),
      analysisOf('FAIL'),
      analysisOf('PASS', 0),
      null,
    ])
      for (const checks of [null, [], [check(true)], [check(false)]])
        for (const pings of phase === 'WATCH' ? [NO_PINGS, pinged(true), pinged(false)] : [null])
          for (const elapsedSeconds of [null, 0, PLANNED, PLANNED + 10_000])
            for (const extensionsLeft of [0, 1]) {
              const { decision, result, because } = rules.decideShift({
                ...{ phase, judge, analysis, checks, pings, elapsedSeconds, extensionsLeft, plannedSeconds: PLANNED },
                status: state && { state, weight: 5, detail: '' },
                stop: stopped ? STOP : null,
                killSwitch: killed ? 'on' : null,
              });
              found.set(`${decision} ${result} ${because.rule}`, { decision, result, by: because.rule });
            }
  ofRule.set(key, [...found.values()]);
  return [...found.values()];
}

const pinged = (passed: boolean) => addPing(addPing(NO_PINGS, [health(passed)]), [health(passed)]);
const health = (passed: boolean) => ({ ...check(passed), kind: 'service-health' });
const check = (passed: boolean) => ({ name: 'functional', passed, detail: '' });

function analysisOf(verdict: Analysis['verdict'], canaryRequests = 100): Analysis {
  return {
    ...{ verdict, decidedAtSec: PLANNED, headline: verdict, tests: [], pass: null, needed: null, phi: null },
    ...{ environment: [], bad: { canaryErrors: 0, canaryRequests } },
    dataQuality: { buckets: 10, rejected: 0, missing: 0, precision: '' },
  };
}
