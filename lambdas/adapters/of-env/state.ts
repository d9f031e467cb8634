import { dynamoDbClient } from '../../kit/clients.ts';
import type { portEnv } from '../../kit/port-env.ts';
import type { Budgets, Controls, Locks, Permits, TrustLedger } from '../../ports.ts';
import { createDynamoBudgets } from '../dynamo-budgets.ts';
import { createDynamoControls } from '../dynamo-controls.ts';
import { createDynamoLocks } from '../dynamo-locks.ts';
import { createDynamoPermits } from '../dynamo-permits.ts';
import { createDynamoTrustLedger } from '../dynamo-trust-ledger.ts';
import { clock } from './clock.ts';
import type { EnvOf } from './context.ts';

type Env = EnvOf<typeof portEnv.deployments>;
const options = (env: Env) => ({ table: env.DEPLOYMENTS_TABLE, clock });

export const locksOf = (env: Env): Locks => createDynamoLocks(dynamoDbClient(), options(env));
export const permitsOf = (env: Env): Permits => createDynamoPermits(dynamoDbClient(), options(env));
export const controlsOf = (env: Env): Controls => createDynamoControls(dynamoDbClient(), options(env));
export const trustOf = (env: Env): TrustLedger => createDynamoTrustLedger(dynamoDbClient(), options(env));
export const budgetsOf = (env: Env): Budgets => createDynamoBudgets(dynamoDbClient(), options(env));
