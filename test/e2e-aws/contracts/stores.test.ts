import { createDynamoAuditLog } from '../../../lambdas/adapters/dynamo-audit-log.ts';
import { createDynamoBudgets } from '../../../lambdas/adapters/dynamo-budgets.ts';
import { createDynamoControls } from '../../../lambdas/adapters/dynamo-controls.ts';
import { createDynamoHolds } from '../../../lambdas/adapters/dynamo-holds.ts';
import { createDynamoLocks } from '../../../lambdas/adapters/dynamo-locks.ts';
import { createDynamoPermits } from '../../../lambdas/adapters/dynamo-permits.ts';
import { createDynamoReleases } from '../../../lambdas/adapters/dynamo-releases.ts';
import { createDynamoTrustLedger } from '../../../lambdas/adapters/dynamo-trust-ledger.ts';
import { dynamoDbClient } from '../../../lambdas/kit/clients.ts';
import { auditLogContract } from '../../contracts/audit-log-contract.ts';
import { budgetsContract } from '../../contracts/budgets-contract.ts';
import { controlsContract } from '../../contracts/controls-contract.ts';
import { holdsContract, type HoldsUnderTest } from '../../contracts/holds-contract.ts';
import { locksContract } from '../../contracts/locks-contract.ts';
import { permitsContract } from '../../contracts/permits-contract.ts';
import { releasesContract } from '../../contracts/releases-contract.ts';
import { trustLedgerContract } from '../../contracts/trust-ledger-contract.ts';
import { adapterOnTable } from './temporary-table.ts';

const client = dynamoDbClient();

auditLogContract('DynamoDB', () =>
  adapterOnTable((options) => createDynamoAuditLog(client, { ...options, agentVersion: '0.1.0' })),
);
releasesContract('DynamoDB', () => adapterOnTable((options) => createDynamoReleases(client, options)));
locksContract('DynamoDB', () => adapterOnTable((options) => createDynamoLocks(client, options)));
permitsContract('DynamoDB', () => adapterOnTable((options) => createDynamoPermits(client, options)));
controlsContract('DynamoDB', () => adapterOnTable((options) => createDynamoControls(client, options)));
trustLedgerContract('DynamoDB', () => adapterOnTable((options) => createDynamoTrustLedger(client, options)));
budgetsContract('DynamoDB', () => adapterOnTable((options) => createDynamoBudgets(client, options)));

holdsContract('DynamoDB', async () => {
  const answers: HoldsUnderTest['answers'] = [];
  const fault: HoldsUnderTest['fault'] = { fail: null };
  const succeed = (token: string, word: unknown) => {
    if (fault.fail !== null) throw new Error(fault.fail);
    answers.push({ token, word });
  };
  const setBell = () => Promise.resolve();
  const adapters = await adapterOnTable((options) => createDynamoHolds(client, { ...options, succeed, setBell }));
  return { ...adapters, answers, fault };
});
