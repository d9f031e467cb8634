import * as z from 'zod';
import { contextEnv, portEnv } from '../kit/port-env.ts';

export const envSchema = z.object({ ...contextEnv, ...portEnv.deployments, ...portEnv.gates, ...portEnv.vcs });
export type Env = z.infer<typeof envSchema>;
