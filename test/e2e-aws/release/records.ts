import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoAuditLog } from '../../../lambdas/adapters/dynamo-audit-log.ts';
const log = createDynamoAuditLog(new DynamoDBClient({}), {
  table: process.argv[3] ?? 'interlock-audit',
  clock: { now: Date.now },
  agentVersion: 'x',
});
for (const r of await log.records(process.argv[2]!))
  console.log(r.seq, r.at, r.event, r.rationale.slice(0, 300), JSON.stringify(r.payload).slice(0, 300));
