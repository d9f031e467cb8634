import * as z from 'zod';
import { untrustedText } from './ids.ts';

/**
 * Who did something. `authenticated` is true only where the home proved the identity (operating-system user, GitHub
 * App, OIDC subject); a name in a commit or a trailer is a label and never authenticated.
 */
export const actorSchema = z.strictObject({
  id: untrustedText(200).min(1),
  kind: z.enum(['PERSON', 'AGENT', 'SYSTEM']),
  authenticated: z.boolean(),
});
export type Actor = z.infer<typeof actorSchema>;
