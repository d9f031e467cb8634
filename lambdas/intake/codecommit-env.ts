import * as z from 'zod';
import { portEnv } from '../kit/port-env.ts';

export const codeCommitEnvSchema = z.object({ ...portEnv.bus, ...portEnv.settings, ...portEnv.repository });
