import * as z from 'zod';
import { contextEnv, portEnv } from '../kit/port-env.ts';

export const envSchema = z.object({
  ...contextEnv,
  ...portEnv.holds,
  ...portEnv.holdBell,
  ...portEnv.linkSigner,
  ...portEnv.mail,
  ...portEnv.page,
});
export type AwsEnv = z.infer<typeof envSchema>;

/** Where the approval page is reached from the outside; mails link to it. */
export type Env = Pick<AwsEnv, 'PUBLIC_URL'>;
