import { Terminal } from '../../../core/contracts/errors.ts';
import type { Hold } from '../../../core/contracts/hold.ts';
import { dynamoDbClient, schedulerClient, sfnClient } from '../../kit/clients.ts';
import type { portEnv } from '../../kit/port-env.ts';
import type { Callbacks } from '../../ports.ts';
import { createDynamoHolds, type DynamoHolds } from '../dynamo-holds.ts';
import { createSchedulerBell } from '../scheduler-bell.ts';
import { createSfnCallbacks } from '../sfn-callbacks.ts';
import { clock } from './clock.ts';
import type { EnvOf } from './context.ts';

type HoldsEnv = EnvOf<typeof portEnv.holds>;

export const callbacksOf = (): Callbacks => createSfnCallbacks(sfnClient());

/** For steps that read and end holds. */
export function holdsOf(env: HoldsEnv): DynamoHolds {
  return holds(env, ({ holdId }) => Promise.reject(new Terminal(`this step opens no holds: ${holdId}`)));
}

/** For the step that opens them: their bells are set too. */
export function openingHoldsOf(env: HoldsEnv & EnvOf<typeof portEnv.holdBell>): DynamoHolds {
  return holds(
    env,
    createSchedulerBell(schedulerClient(), {
      roleArn: env.HOLD_BELL_ROLE_ARN,
      targetArn: env.HOLD_BELL_TARGET_ARN,
      group: env.HOLD_SCHEDULE_GROUP,
      clock,
    }),
  );
}

function holds(env: HoldsEnv, setBell: (hold: Hold) => Promise<void>): DynamoHolds {
  const callbacks = callbacksOf();
  return createDynamoHolds(dynamoDbClient(), {
    table: env.HOLDS_TABLE,
    clock,
    succeed: (taskToken, word) => callbacks.succeed(taskToken, word),
    setBell,
  });
}
