import type { Retrier, State } from './definition.ts';
import { errorMatches } from './error-matches.ts';
import type { FaultValue } from './fault.ts';
import { leaveTo } from './leave-to.ts';
import type { Next } from './next.ts';
import { note, type Run } from './run.ts';
import type { Flow } from './snapshot.ts';

/** Defaults of the Amazon States Language. */
const DEFAULTS = { interval: 1, attempts: 3, rate: 2 };

/** Retry first, then Catch, each by its first entry that names the error; otherwise the flow fails. */
export async function recover(run: Run, flow: Flow, state: State, fault: FaultValue): Promise<Next> {
  note(run, flow, `failed with ${fault.error}: ${fault.cause}`);
  if (state.Type !== 'Task' && state.Type !== 'Parallel') return { kind: 'FAULT', fault };
  const which = (state.Retry ?? []).findIndex((retrier) => errorMatches(retrier.ErrorEquals, fault.error));
  const retrier = state.Retry?.[which];
  const used = flow.retries[which] ?? 0;
  if (retrier && used < (retrier.MaxAttempts ?? DEFAULTS.attempts)) {
    const seconds = delayOf(retrier, used);
    flow.retries = (state.Retry ?? []).map((_, i) => (flow.retries[i] ?? 0) + (i === which ? 1 : 0));
    flow.doing = { kind: 'RETRY', until: run.at + Math.round(seconds * 1000) };
    note(run, flow, `tries again in ${seconds} s`);
    return { kind: 'WAIT' };
  }
  const i = (state.Catch ?? []).findIndex((catcher) => errorMatches(catcher.ErrorEquals, fault.error));
  const catcher = state.Catch?.[i];
  if (!catcher) return { kind: 'FAULT', fault };
  note(run, flow, `catches ${fault.error}, goes to ${catcher.Next}`);
  const caught = { Error: fault.error, Cause: fault.cause };
  return leaveTo(run, flow, `Catch[${i}].`, catcher, catcher.Next, caught, { fault });
}

/** Seconds before the try after `used` earlier retries by the same Retrier. */
function delayOf(retrier: Retrier, used: number): number {
  const grown = (retrier.IntervalSeconds ?? DEFAULTS.interval) * (retrier.BackoffRate ?? DEFAULTS.rate) ** used;
  return Math.min(grown, retrier.MaxDelaySeconds ?? Infinity);
}
