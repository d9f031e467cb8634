import { afterEach, describe, expect, it } from '@jest/globals';
import { executionSummary } from '../../../embedded/engine/execution-status.ts';
import { Terminal } from '../../../core/contracts/errors.ts';
import { machine, task } from '../../asl/machine.ts';
import { createHome, until, type Home } from './home.ts';

const done = { Type: 'Succeed' };
const nested = (more: Record<string, unknown> = {}) =>
  task({
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments: { StateMachineArn: 'child', Name: "{% $states.context.Execution.Name & '-child' %}", Input: { n: 2 } },
    ...more,
  });
const never = (_: string, __: unknown, signal: AbortSignal) =>
  new Promise<unknown>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

let home: Home;
afterEach(() => home.end());

describe('nested executions', () => {
  const child = machine({ C: task({ Output: { twice: '{% $states.input.n * 2 %}' } }) });

  it('give the parent their output, status and name', async () => {
    home = createHome({ m: machine({ A: nested() }), child });
    home.engine(() => Promise.resolve(0)).run();
    home.start('m', 'one');
    const { output } = await home.ended('one');
    expect(output).toMatchObject({
      Output: { twice: 4 },
      Status: 'SUCCEEDED',
      Name: 'one-child',
      StateMachineArn: 'child',
    });
    expect(executionSummary(home.outside, 'one-child')).toMatchObject({ machine: 'child', status: 'SUCCEEDED' });
  });

  it('a failed one, one that cannot be, and one whose name is used fail the task', async () => {
    home = createHome({
      m: machine({ A: nested({ Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Z' }], Next: 'Z' }), Z: done }),
      other: machine({ Z: done }),
      child,
    });
    home.engine(() => Promise.reject(new Terminal('broken'))).run();
    home.start('m', 'one');
    const { output } = await home.ended('one');
    expect(output).toMatchObject({ Error: 'States.TaskFailed' });
    expect(JSON.parse((output as { Cause: string }).Cause)).toMatchObject({
      Status: 'FAILED',
      Error: 'Terminal',
      Cause: 'broken',
    });
    home.start('other', 'two-child');
    home.start('m', 'two');
    expect(await home.ended('two')).toMatchObject({
      output: { Error: 'StepFunctions.ExecutionAlreadyExistsException' },
    });
  });

  it('one that nobody waits for any more is ended with all that runs inside it', async () => {
    home = createHome({
      m: machine({ A: nested({ TimeoutSeconds: 1000 }) }),
      child: machine({ C: nested({ Arguments: { StateMachineArn: 'grandchild', Name: 'grandchild', Input: {} } }) }),
      grandchild: machine({ G: task() }),
    });
    let aborted = 0;
    home
      .engine((_, __, signal) =>
        never(_, __, signal).catch((error: unknown) => {
          aborted++;
          throw error;
        }),
      )
      .run();
    home.start('m', 'one');
    expect(await home.ended('one')).toMatchObject({ error: 'States.Timeout' });
    expect(executionSummary(home.outside, 'one-child')).toMatchObject({ status: 'FAILED', error: 'Aborted' });
    expect(executionSummary(home.outside, 'grandchild')).toMatchObject({ status: 'FAILED', error: 'Aborted' });
    await until(() => aborted === 1, 'the invocation inside is aborted');
    expect(home.outside.prepare('SELECT COUNT(*) AS n FROM engine_tasks').get()).toEqual({ n: 0 });
  });
});
