import { z } from 'zod';
import { portEnv } from '../kit/port-env.ts';

export const webhookEnvSchema = z.object({
  ...portEnv.bus,
  ...portEnv.settings,
  ...portEnv.webhook,
  ...portEnv.deployments,
  ...portEnv.repository,
});
