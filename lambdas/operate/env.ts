import * as z from 'zod';
import { contextEnv, portEnv } from '../kit/port-env.ts';

export const envSchema = z.object({
  ...contextEnv,
  ...portEnv.holds,
  ...portEnv.deployments,
  ...portEnv.gates,
  ...portEnv.bus,
  ...portEnv.repository,
});
export type Env = z.infer<typeof envSchema>;
