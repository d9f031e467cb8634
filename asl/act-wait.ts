import type { WaitState } from './definition.ts';
import { evaluate } from './evaluate.ts';
import { Fault } from './fault.ts';
import type { Next } from './next.ts';
import { note, type Run } from './run.ts';
import { secondsOf } from './seconds.ts';
import type { Flow } from './snapshot.ts';

/** RFC 3339 with an upper-case T and Z or an offset, as Step Functions asks for. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value));
}

export async function actWait(run: Run, flow: Flow, state: WaitState): Promise<Next> {
  const until =
    state.Timestamp === undefined
      ? await after(run, flow, state.Seconds ?? 0)
      : await instant(run, flow, state.Timestamp);
  flow.doing = { kind: 'WAIT', until };
  note(run, flow, `waits until ${new Date(until).toISOString()}`);
  return { kind: 'WAIT' };
}

async function after(run: Run, flow: Flow, template: number | string): Promise<number> {
  return run.at + (await secondsOf(run, flow, 'Seconds', template, 0)) * 1000;
}

async function instant(run: Run, flow: Flow, template: string): Promise<number> {
  const value = await evaluate(run, flow, 'Timestamp', template);
  if (isInstant(value)) return Date.parse(value);
  const given = JSON.stringify(value).slice(0, 100);
  throw new Fault(
    'States.QueryEvaluationError',
    `state ${flow.state}, Timestamp: ${given}, expected an RFC 3339 instant`,
  );
}
