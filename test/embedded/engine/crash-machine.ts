import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { succeedTask } from '../../../embedded/engine/answer-task.ts';
import type { Invoke } from '../../../embedded/engine/invocations.ts';
import { machine, task, tokenTask } from '../../asl/machine.ts';

export const call = (FunctionName: string, more: Record<string, unknown>) =>
  task({
    Arguments: {
      FunctionName,
      Payload: { who: '{% $states.context.Execution.Name %}', try: '{% $states.context.State.RetryCount %}' },
    },
    ...more,
  });
export const ask = (FunctionName: string, more: Record<string, unknown>) =>
  tokenTask({
    Arguments: {
      FunctionName,
      Payload: { who: '{% $states.context.Execution.Name %}', token: '{% $states.context.Task.Token %}' },
    },
    ...more,
  });
export const machines = {
  m: machine({
    First: call('First', {
      Retry: [{ ErrorEquals: ['Transient'] }],
      Output: '{% $states.result.Payload %}',
      Next: 'Both',
    }),
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Left', States: { Left: call('Left', { Output: 'left' }) } },
        { StartAt: 'Right', States: { Right: ask('Right', { Output: '{% $states.result %}' }) } },
      ],
      Next: 'Nap',
    },
    Nap: { Type: 'Wait', Seconds: 30, Next: 'Inner' },
    Inner: task({
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Arguments: {
        StateMachineArn: 'child',
        Name: "{% $states.context.Execution.Name & '-c' %}",
        Input: { both: '{% $states.input %}' },
      },
      Output: '{% $states.result.Output %}',
      Next: 'Last',
    }),
    Last: call('Last', { Output: { inner: '{% $states.input %}', last: '{% $states.result.Payload %}' } }),
  }),
  child: machine({
    Deep: call('Deep', { Output: { both: '{% $states.input.both %}', deep: '{% $states.result.Payload %}' } }),
  }),
};

/** Steps with effects that a second call does not repeat; `effects` counts calls by effect. */
export function steps(db: () => DatabaseSync, effects: Map<string, number>): Invoke {
  return async (name, payload) => {
    const { who, try: attempt, token } = payload as { who: string; try?: number; token?: string };
    const key = `${name} ${who} ${attempt ?? ''}`;
    effects.set(key, (effects.get(key) ?? 0) + 1);
    await sleep(1);
    if (name === 'First' && attempt === 0) throw Object.assign(new Error('not yet'), { name: 'Transient' });
    if (token !== undefined) succeedTask(db(), token, 'right');
    return `${name} done`;
  };
}
