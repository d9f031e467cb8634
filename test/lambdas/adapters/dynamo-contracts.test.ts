import { createDynamoAuditLog } from '../../../lambdas/adapters/dynamo-audit-log.ts';
import { createDynamoBudgets } from '../../../lambdas/adapters/dynamo-budgets.ts';
import { createDynamoControls } from '../../../lambdas/adapters/dynamo-controls.ts';
import { createDynamoHolds } from '../../../lambdas/adapters/dynamo-holds.ts';
import { createDynamoLocks } from '../../../lambdas/adapters/dynamo-locks.ts';
import { createDynamoPermits } from '../../../lambdas/adapters/dynamo-permits.ts';
import { createDynamoReleases } from '../../../lambdas/adapters/dynamo-releases.ts';
import { createDynamoTrustLedger } from '../../../lambdas/adapters/dynamo-trust-ledger.ts';
import type { Clock } from '../../../lambdas/ports.ts';
import { auditLogContract } from '../../contracts/audit-log-contract.ts';
import { budgetsContract } from '../../contracts/budgets-contract.ts';
import { controlsContract } from '../../contracts/controls-contract.ts';
import { holdsContract, type HoldsUnderTest } from '../../contracts/holds-contract.ts';
import { locksContract } from '../../contracts/locks-contract.ts';
import { permitsContract } from '../../contracts/permits-contract.ts';
import { releasesContract } from '../../contracts/releases-contract.ts';
import { trustLedgerContract } from '../../contracts/trust-ledger-contract.ts';
import { fakeDynamo } from '../../support/fake-dynamo.ts';
import { fixedClock } from '../../support/fixed-clock.ts';

/** The same suites run against an emulator in test/e2e-aws; here they run whenever anything changes. */
type Fake = ReturnType<typeof fakeDynamo>['client'];
function adapterOn<P>(create: (client: Fake, options: { readonly table: string; readonly clock: Clock }) => P) {
  const { client } = fakeDynamo();
  const clock = fixedClock();
  const options = { table: 'table', clock };
  return { port: create(client, options), other: create(client, options), clock, end: () => {} };
}

auditLogContract('DynamoDB in memory', () =>
  adapterOn((client, options) => createDynamoAuditLog(client, { ...options, agentVersion: '0.1.0' })),
);
releasesContract('DynamoDB in memory', () => adapterOn(createDynamoReleases));
locksContract('DynamoDB in memory', () => adapterOn(createDynamoLocks));
permitsContract('DynamoDB in memory', () => adapterOn(createDynamoPermits));
controlsContract('DynamoDB in memory', () => adapterOn(createDynamoControls));
trustLedgerContract('DynamoDB in memory', () => adapterOn(createDynamoTrustLedger));
budgetsContract('DynamoDB in memory', () => adapterOn(createDynamoBudgets));

holdsContract('DynamoDB in memory', () => {
  const answers: HoldsUnderTest['answers'] = [];
  const fault: HoldsUnderTest['fault'] = { fail: null };
  const succeed = (token: string, word: unknown) => {
    if (fault.fail !== null) throw new Error(fault.fail);
    answers.push({ token, word });
  };
  const setBell = () => Promise.resolve();
  return {
    ...adapterOn((client, options) => createDynamoHolds(client, { ...options, succeed, setBell })),
    answers,
    fault,
  };
});
