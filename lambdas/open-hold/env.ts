import { z } from 'zod';

/** Where the approval page is reached from the outside; mails link to it. */
export const envSchema = z.object({ PUBLIC_URL: z.url() });
export type Env = z.infer<typeof envSchema>;
