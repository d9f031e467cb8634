import { CreateScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Hold } from '../../core/contracts/hold.ts';
import type { Clock } from '../ports.ts';
import { awsCall } from './aws-errors.ts';

type Options = {
  readonly roleArn: string;
  /** The function that is called with {"kind":"DEADLINE","holdId":…}. */
  readonly targetArn: string;
  readonly group: string;
  readonly clock: Clock;
};

/** A time that is over, or is by the time it is read, might never ring. */
const SOONEST_MS = 5_000;
/** As long and as often as EventBridge Scheduler allows at most: a deadline that is not rung holds a release up. */
const RETRY = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 };

/** One schedule for each hold, that calls once at its deadline and goes; setting it again changes nothing. */
export function createSchedulerBell(
  client: SchedulerClient,
  { roleArn, targetArn, group, clock }: Options,
): (hold: Hold) => Promise<void> {
  return async ({ holdId, deadline }) => {
    if (!/^[\w.-]{1,64}$/.test(holdId))
      throw new InvalidInput('hold id: expected letters, digits, ".", "_" and "-", at most 64');
    await awsCall<unknown, null>(
      'Scheduler CreateSchedule',
      () =>
        client.send(
          new CreateScheduleCommand({
            Name: holdId,
            GroupName: group,
            ScheduleExpression: `at(${wholeSeconds(Math.max(Date.parse(deadline), clock.now() + SOONEST_MS))})`,
            ScheduleExpressionTimezone: 'UTC',
            FlexibleTimeWindow: { Mode: 'OFF' },
            ActionAfterCompletion: 'DELETE',
            Target: {
              Arn: targetArn,
              RoleArn: roleArn,
              Input: JSON.stringify({ kind: 'DEADLINE', holdId }),
              RetryPolicy: RETRY,
            },
          }),
        ),
      { ConflictException: () => null },
    );
  };
}

/** Upwards: a bell that rings before the deadline changes nothing and does not ring again. */
function wholeSeconds(ms: number): string {
  return new Date(Math.ceil(ms / 1000) * 1000).toISOString().slice(0, 19);
}
