import * as z from 'zod';
import { portEnv } from '../kit/port-env.ts';

export const pullRequestEnvSchema = z.object({
  ...portEnv.bus,
  ...portEnv.settings,
  ...portEnv.deployments,
  ...portEnv.repository,
});
