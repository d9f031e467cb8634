import { SendTaskSuccessCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { Callbacks } from '../ports.ts';
import { awsCall } from './aws-errors.ts';

/** Answers task tokens of Step Functions. Answered before, and no longer waited for, are the same to the one who answers. */
export function createSfnCallbacks(client: SFNClient): Callbacks {
  return {
    succeed: async (taskToken, output) => {
      await awsCall<unknown, null>(
        'Step Functions SendTaskSuccess',
        () => client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })),
        { TaskDoesNotExist: () => null, TaskTimedOut: () => null },
      );
    },
  };
}
