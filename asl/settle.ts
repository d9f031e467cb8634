import type { States } from './definition.ts';
import type { Next } from './next.ts';
import type { Run } from './run.ts';
import { joined, runFlow, type Standing } from './run-flow.ts';
import { idOf, type Flow } from './snapshot.ts';

/** Null when the flow is not what an event was for. */
export type Deliver = (flow: Flow) => Next | null;

/**
 * Brings an event to the flow it is for, and the branch's end or failure to the Parallel around it; null when no flow
 * waits for it.
 */
export async function settle(run: Run, states: States, flow: Flow, deliver: Deliver): Promise<Standing | null> {
  if (flow.doing.kind !== 'BRANCHES') {
    const next = deliver(flow);
    return next && runFlow(run, states, flow, next);
  }
  const state = states.States[flow.state];
  const { branches } = flow.doing;
  for (const [i, branch] of branches.entries()) {
    const inner = state?.Type === 'Parallel' ? state.Branches[i] : undefined;
    // A definition that changed under a running execution: nothing can go on here.
    if (!inner)
      return { kind: 'FAULT', fault: { error: 'States.Runtime', cause: `there is no branch ${i} in ${idOf(flow)}` } };
    const standing = await settle(run, inner, branch, deliver);
    if (standing === null) continue;
    const next: Next = standing.kind === 'FAULT' ? { kind: 'FAILED', fault: standing.fault } : joined(branches);
    return runFlow(run, states, flow, next);
  }
  return null;
}
