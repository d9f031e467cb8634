import type { Definition } from './definition.ts';
import { deliver } from './deliver.ts';
import { faultValue } from './fault.ts';
import { outcomeOf } from './outcome-of.ts';
import { MACHINE_TIMER, pending } from './pending.ts';
import type { Advance, Event } from './protocol.ts';
import type { Run } from './run.ts';
import type { Standing } from './run-flow.ts';
import { settle } from './settle.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * The next snapshot and what is to be done, by the event alone: the same arguments give the same answer. The given
 * snapshot is not changed. An event for something that is no longer waited for (late, repeated, a timer before its time)
 * comes back as `ignored`.
 */
export async function advance(definition: Definition, snapshot: Snapshot, given: Event): Promise<Advance> {
  const event = { ...given, at: Math.max(given.at, snapshot.at) };
  const flow = structuredClone(snapshot.flow);
  const { machine, execution, deadline } = snapshot;
  const run: Run = { machine, execution, at: event.at, commands: [], trace: [], transitions: 0 };
  const before = pending(snapshot).tasks.map((task) => task.id);
  let standing: Standing | null = null;
  if (flow && event.kind === 'TIMER_FIRED' && event.id === MACHINE_TIMER) {
    const late = deadline !== null && event.at >= deadline;
    standing = late ? { kind: 'FAULT', fault: faultValue('States.Timeout', 'the execution took too long') } : null;
  } else if (flow) standing = await settle(run, definition, flow, deliver(event));
  if (!flow || standing === null) return { snapshot, commands: [], trace: [], ignored: true };
  return outcomeOf(run, { flow, deadline, before, standing, ended: event.id });
}
