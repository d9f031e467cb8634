import { faultValue } from './fault.ts';
import type { Next } from './next.ts';
import type { Event } from './protocol.ts';
import type { Deliver } from './settle.ts';
import { idOf, type Flow, type PendingTask } from './snapshot.ts';

/** What an event means to the flow it is for. */
export function deliver(event: Event): Deliver {
  return (flow) => {
    const { doing } = flow;
    if (doing.kind === 'TASK') return toTask(event, flow, doing.task);
    if (doing.kind !== 'WAIT' && doing.kind !== 'RETRY') return null;
    const due =
      event.kind === 'TIMER_FIRED' &&
      event.id === `${idOf(flow)}!${doing.kind.toLowerCase()}` &&
      event.at >= doing.until;
    if (!due) return null;
    return doing.kind === 'WAIT' ? { kind: 'DONE' } : { kind: 'AGAIN' };
  };
}

function toTask(event: Event, flow: Flow, task: PendingTask): Next | null {
  if (event.kind === 'TIMER_FIRED') return timedOut(event, task);
  if (event.id !== task.id) return null;
  switch (event.kind) {
    case 'RETURNED':
      if (task.call === 'INVOKE') return { kind: 'DONE', result: { Payload: event.payload, StatusCode: 200 } };
      if (task.call === 'EXECUTION' || task.returned) return null;
      flow.doing = { kind: 'TASK', task: { ...task, returned: true } };
      return { kind: 'WAIT' };
    case 'TASK_SUCCEEDED':
      return task.call === 'INVOKE' ? null : { kind: 'DONE', result: event.output };
    case 'TASK_FAILED':
      return { kind: 'FAILED', fault: faultValue(event.error, event.cause) };
    case 'TASK_HEARTBEAT': {
      const { heartbeat } = task;
      if (!heartbeat) return null;
      const renewed = { ...heartbeat, until: event.at + heartbeat.seconds * 1000 };
      flow.doing = { kind: 'TASK', task: { ...task, heartbeat: renewed } };
      return { kind: 'WAIT' };
    }
  }
}

function timedOut(event: Event, task: PendingTask): Next | null {
  const { timeout, heartbeat } = task;
  if (timeout && event.id === `${task.id}!timeout` && event.at >= timeout.until) {
    return { kind: 'FAILED', fault: faultValue('States.Timeout', `no result within ${timeout.seconds} s`) };
  }
  if (heartbeat && event.id === `${task.id}!heartbeat` && event.at >= heartbeat.until) {
    return {
      kind: 'FAILED',
      fault: faultValue('States.HeartbeatTimeout', `no heartbeat within ${heartbeat.seconds} s`),
    };
  }
  return null;
}
