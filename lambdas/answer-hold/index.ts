import { lambdaEntry } from '../kit/lambda-entry.ts';
import { readEnv } from '../kit/read-env.ts';
import { bellContract, createBell } from './bell.ts';
import { createDeps } from './deps.ts';
import { envSchema } from './env.ts';
import { createHandler } from './handler.ts';

export const handler = lambdaEntry('answer-hold', bellContract, async () =>
  createBell(createHandler(await createDeps(readEnv(envSchema))).deadline),
);
