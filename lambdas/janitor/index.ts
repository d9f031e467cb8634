import { janitorContract } from '../../core/contracts/steps.ts';
import { lambdaEntry } from '../kit/lambda-entry.ts';
import { readEnv } from '../kit/read-env.ts';
import { createDeps } from './deps.ts';
import { envSchema } from './env.ts';
import { createHandler } from './handler.ts';

export const handler = lambdaEntry('janitor', janitorContract, (logger) => {
  const deps = createDeps(readEnv(envSchema), logger);
  const round = createHandler(deps);
  return async () => {
    const closed = await round();
    await deps.holds.answerEnded();
    return closed;
  };
});
