import * as z from 'zod';
import { portEnv } from '../kit/port-env.ts';

export const envSchema = z.object({ ...portEnv.blobs, ...portEnv.settings, ...portEnv.deployments });
export type Env = z.infer<typeof envSchema>;
