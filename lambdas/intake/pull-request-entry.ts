import * as z from 'zod';
import { createDynamoDeliveries } from '../adapters/dynamo-deliveries.ts';
import { busOf } from '../adapters/of-env/bus.ts';
import { clock } from '../adapters/of-env/clock.ts';
import { settingsOf } from '../adapters/of-env/context.ts';
import { ownRepositoryOf } from '../adapters/of-env/own-repository.ts';
import { dynamoDbClient } from '../kit/clients.ts';
import { lambdaEntry } from '../kit/lambda-entry.ts';
import { readEnv } from '../kit/read-env.ts';
import { createPullRequestIntake } from './github-pull-request.ts';
import { handedDeliverySchema } from './handed-delivery.ts';
import { pullRequestEnvSchema } from './pull-request-env.ts';
import { createTakeDelivery } from './take-delivery.ts';

const contract = { input: handedDeliverySchema, output: z.string() };

/** Behind the webhook: takes the pull requests that it handed over. */
export const handler = lambdaEntry('pull-request', contract, () => {
  const env = readEnv(pullRequestEnvSchema);
  return createTakeDelivery({
    clock,
    deliveries: createDynamoDeliveries(dynamoDbClient(), { table: env.DEPLOYMENTS_TABLE }),
    accept: createPullRequestIntake({ bus: busOf(env), settings: settingsOf(env), own: ownRepositoryOf(env) }),
  });
});
