import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { createSfnCallbacks } from '../../../lambdas/adapters/sfn-callbacks.ts';
import { createSfnExecutions } from '../../../lambdas/adapters/sfn-executions.ts';
import { sfnClient } from '../../../lambdas/kit/clients.ts';
import { release, releaseIdOf } from '../../contracts/samples.ts';
import { emulatorUrl } from '../emulator.ts';

emulatorUrl();
const client = sfnClient();

/** A machine whose only state is answered by a task token. */
async function machine() {
  const name = `interlock-test-${randomUUID()}`;
  const { activityArn } = await client.send(new CreateActivityCommand({ name }));
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({
      name,
      roleArn: 'arn:aws:iam::000000000000:role/any',
      definition: JSON.stringify({
        StartAt: 'Wait',
        States: { Wait: { Type: 'Task', Resource: activityArn, End: true } },
      }),
    }),
  );
  return { machineArn: stateMachineArn!, activityArn: activityArn! };
}

it('starts one run a release, says how it stands, and answers its token once', async () => {
  const { machineArn, activityArn } = await machine();
  const executions = createSfnExecutions(client, { machineArn });
  const callbacks = createSfnCallbacks(client);
  const id = releaseIdOf(1);
  const { change } = release(1);

  expect(await executions.status(id)).toBe('UNKNOWN');
  expect(await executions.start(id, change)).toBe('STARTED');
  expect(await executions.start(id, { ...change, title: 'Another delivery' })).toBe('EXISTS');
  expect(await executions.status(id)).toBe('RUNNING');

  const { taskToken, input } = await client.send(new GetActivityTaskCommand({ activityArn }));
  expect(JSON.parse(input!)).toEqual({ event: change });
  await callbacks.succeed(taskToken!, { next: 'PERMIT' });
  const executionArn = `${machineArn.replace(':stateMachine:', ':execution:')}:${id}`;
  const output = async () => (await client.send(new DescribeExecutionCommand({ executionArn }))).output;
  for (let n = 0; n < 100 && (await output()) === undefined; n += 1) await new Promise((r) => setTimeout(r, 50));
  // The emulator lets a second answer replace the first one until the state has taken it; Step Functions does not.
  await callbacks.succeed(taskToken!, { next: 'CLOSE' });
  expect(JSON.parse((await output())!)).toEqual({ next: 'PERMIT' });
  expect(await executions.status(id)).toBe('ENDED');
  expect(await executions.start(id, { ...change, title: 'Another delivery' })).toBe('EXISTS');
});

it('a run that was stopped has ended', async () => {
  const { machineArn } = await machine();
  const executions = createSfnExecutions(client, { machineArn });
  const id = releaseIdOf(2);
  await executions.start(id, release(2).change);
  await client.send(
    new StopExecutionCommand({ executionArn: `${machineArn.replace(':stateMachine:', ':execution:')}:${id}` }),
  );
  expect(await executions.status(id)).toBe('ENDED');
});
