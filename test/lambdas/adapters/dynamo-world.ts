import { dynamoAuditLines } from '../../../lambdas/adapters/dynamo-audit-export.ts';
import { createDynamoAuditLog } from '../../../lambdas/adapters/dynamo-audit-log.ts';
import { createDynamoBudgets } from '../../../lambdas/adapters/dynamo-budgets.ts';
import { createDynamoControls } from '../../../lambdas/adapters/dynamo-controls.ts';
import { createDynamoHolds } from '../../../lambdas/adapters/dynamo-holds.ts';
import { createDynamoLocks } from '../../../lambdas/adapters/dynamo-locks.ts';
import { createDynamoPermits } from '../../../lambdas/adapters/dynamo-permits.ts';
import { createDynamoReleases } from '../../../lambdas/adapters/dynamo-releases.ts';
import { collect } from '../../support/collect.ts';
import { fakeDynamo } from '../../support/fake-dynamo.ts';
import { fixedClock } from '../../support/fixed-clock.ts';

/** Every store on one table in memory. `answers`: what task tokens were answered with. */
export function dynamoWorld() {
  const dynamo = fakeDynamo();
  const options = { table: 'table', clock: fixedClock() };
  const answers: string[] = [];
  return {
    dynamo,
    answers,
    auditLog: createDynamoAuditLog(dynamo.client, { ...options, agentVersion: '0.1.0' }),
    auditLines: () => collect(dynamoAuditLines(dynamo.client, options)),
    releases: createDynamoReleases(dynamo.client, options),
    holds: createDynamoHolds(dynamo.client, {
      ...options,
      succeed: (token, word) => void answers.push(`${token} ${JSON.stringify(word)}`),
      setBell: () => Promise.resolve(),
    }),
    locks: createDynamoLocks(dynamo.client, options),
    permits: createDynamoPermits(dynamo.client, options),
    controls: createDynamoControls(dynamo.client, options),
    budgets: createDynamoBudgets(dynamo.client, options),
  };
}
export type DynamoWorld = ReturnType<typeof dynamoWorld>;
