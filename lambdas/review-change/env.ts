import * as z from 'zod';
import { contextEnv, portEnv } from '../kit/port-env.ts';

export const envSchema = z.object({ ...contextEnv, ...portEnv.linkSigner, ...portEnv.deployments });
export type Env = z.infer<typeof envSchema>;
