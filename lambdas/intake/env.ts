import * as z from 'zod';
import { portEnv } from '../kit/port-env.ts';

export const envSchema = z.object({ ...portEnv.settings, ...portEnv.bus });
export type Env = z.infer<typeof envSchema>;
