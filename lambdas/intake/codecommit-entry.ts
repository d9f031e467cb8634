import * as z from 'zod';
import { codeCommitDefaultBranch } from '../adapters/codecommit-default-branch.ts';
import { busOf } from '../adapters/of-env/bus.ts';
import { settingsOf } from '../adapters/of-env/context.ts';
import { ownRepositoryOf } from '../adapters/of-env/own-repository.ts';
import { codeCommitClient } from '../kit/clients.ts';
import { lambdaEntry } from '../kit/lambda-entry.ts';
import { readEnv } from '../kit/read-env.ts';
import { codeCommitEnvSchema } from './codecommit-env.ts';
import { createHandler } from './codecommit-event.ts';

const contract = { input: z.unknown(), output: z.string() };

export const handler = lambdaEntry('codecommit-event', contract, () => {
  const env = readEnv(codeCommitEnvSchema);
  return createHandler({
    bus: busOf(env),
    settings: settingsOf(env),
    own: ownRepositoryOf(env),
    defaultBranch: (repository) => codeCommitDefaultBranch(codeCommitClient(), repository),
  });
});
