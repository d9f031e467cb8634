import { DescribeExecutionCommand, StartExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { Terminal } from '../../core/contracts/errors.ts';
import type { Executions } from '../ports.ts';
import { awsCall } from './aws-errors.ts';

type Options = {
  /** ARN of the release state machine; its executions are named by release id. */
  readonly machineArn: string;
};

/** A redrive that waits its turn runs: another release must not take its lock. */
const RUNNING = new Set(['RUNNING', 'PENDING_REDRIVE']);

/**
 * Runs of the release state machine. Step Functions keeps a name for 90 days after its run has ended. While it runs, a
 * repeated start with the very same event is answered like the first one, so STARTED may be said twice of one run.
 */
export function createSfnExecutions(client: SFNClient, { machineArn }: Options): Executions {
  const match = /^(arn:[^:]+:states:[^:]+:\d{12}):stateMachine:([^:]+)$/.exec(machineArn);
  if (match === null) throw new Terminal('RELEASE_MACHINE_ARN: expected the ARN of a state machine without a version');
  const [, account, machine] = match;
  return {
    start: (releaseId, event) =>
      awsCall(
        'Step Functions StartExecution',
        async () => {
          await client.send(
            new StartExecutionCommand({
              stateMachineArn: machineArn,
              name: releaseId,
              input: JSON.stringify({ event }),
            }),
          );
          return 'STARTED' as const;
        },
        { ExecutionAlreadyExists: () => 'EXISTS' as const },
      ),
    status: (releaseId) =>
      awsCall(
        'Step Functions DescribeExecution',
        async () => {
          const { status } = await client.send(
            new DescribeExecutionCommand({ executionArn: `${account}:execution:${machine}:${releaseId}` }),
          );
          if (status === undefined) throw new Terminal('Step Functions DescribeExecution: an answer without a status');
          return RUNNING.has(status) ? ('RUNNING' as const) : ('ENDED' as const);
        },
        { ExecutionDoesNotExist: () => 'UNKNOWN' as const },
      ),
  };
}
