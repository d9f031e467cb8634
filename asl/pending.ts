import { idOf, type Flow, type PendingTask, type Snapshot } from './snapshot.ts';

export type Timer = {
  readonly id: string;
  /** ms since 1970. */
  readonly at: number;
  /** The task whose timeout or heartbeat this is, and its length in seconds; null for waits and the machine's own. */
  readonly limitOf: { readonly task: string; readonly seconds: number } | null;
};
export type Pending = { readonly tasks: readonly PendingTask[]; readonly timers: readonly Timer[] };

/** What a snapshot waits for: together, every event that can still change it. Timers are ordered by time. */
export function pending(snapshot: Snapshot): Pending {
  const tasks: PendingTask[] = [];
  const timers: Timer[] = [];
  if (snapshot.flow) collect(snapshot.flow, tasks, timers);
  if (snapshot.flow && snapshot.deadline !== null)
    timers.push({ id: MACHINE_TIMER, at: snapshot.deadline, limitOf: null });
  timers.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return { tasks, timers };
}

export const MACHINE_TIMER = '!timeout';

function collect(flow: Flow, tasks: PendingTask[], timers: Timer[]): void {
  const { doing } = flow;
  if (doing.kind === 'BRANCHES') for (const branch of doing.branches) collect(branch, tasks, timers);
  if (doing.kind === 'WAIT' || doing.kind === 'RETRY') {
    timers.push({ id: `${idOf(flow)}!${doing.kind.toLowerCase()}`, at: doing.until, limitOf: null });
  }
  if (doing.kind !== 'TASK') return;
  const { task } = doing;
  tasks.push(task);
  for (const kind of ['timeout', 'heartbeat'] as const) {
    const limit = task[kind];
    if (limit)
      timers.push({ id: `${task.id}!${kind}`, at: limit.until, limitOf: { task: task.id, seconds: limit.seconds } });
  }
}
