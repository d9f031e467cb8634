import type { Flow, Snapshot } from '../../asl/snapshot.ts';

/**
 * A snapshot without what only grows and no state reads: the clock, ids, how many states were entered. Two snapshots with the same key
 * go on the same way.
 */
export function canonicalKey({ flow, result }: Snapshot): string {
  return JSON.stringify([flow && flowKey(flow), result]);
}

function flowKey({ state, attempt, retries, input, variables, doing }: Flow): unknown {
  return [state, attempt, retries, input, variables, doingKey(doing)];
}

function doingKey(doing: Flow['doing']): unknown {
  switch (doing.kind) {
    case 'TASK':
      return ['TASK', doing.task.call, doing.task.returned, doing.task.heartbeat !== null];
    case 'BRANCHES':
      return ['BRANCHES', doing.branches.map(flowKey)];
    case 'ENDED':
      return ['ENDED', doing.output];
    default:
      return doing.kind;
  }
}

/**
 * Where an execution stands, and no more: states that differ in retries or data alone are one place. What can happen in a
 * place is whatever can happen in any of its states, which is more than can really happen and never less.
 */
export function placeOf({ flow, result }: Snapshot): string {
  if (flow) return flowPlace(flow);
  if (result.kind !== 'SUCCEEDED') return 'DEAD';
  const next =
    typeof result.output === 'object' && result.output !== null && 'next' in result.output ? result.output.next : '';
  return `END ${typeof next === 'string' ? next : ''}`.trim();
}

function flowPlace({ state, doing }: Flow): string {
  if (doing.kind === 'BRANCHES') return `${state}[${doing.branches.map(flowPlace).join('|')}]`;
  // Nothing is done while a retry waits: it is as if the task had not begun yet.
  if (doing.kind === 'RETRY') return `${state} TASK`;
  const returned = doing.kind === 'TASK' && doing.task.returned ? ' returned' : '';
  return doing.kind === 'ENDED' ? 'ENDED' : `${state} ${doing.kind}${returned}`;
}
