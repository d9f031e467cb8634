import { analyseShiftContract } from '../../core/contracts/steps.ts';
import { lambdaEntry } from '../kit/lambda-entry.ts';
import { readEnv } from '../kit/read-env.ts';
import { createDeps } from './deps.ts';
import { envSchema } from './env.ts';
import { createHandler } from './handler.ts';

export const handler = lambdaEntry('analyse-shift', analyseShiftContract, () =>
  createHandler(createDeps(readEnv(envSchema))),
);
