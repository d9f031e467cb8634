import * as z from 'zod';
import { Terminal } from '../../core/contracts/errors.ts';
import { parseJson } from './parse-json.ts';

const secretSchema = z.object({
  appId: z
    .union([z.string(), z.int()])
    .transform(String)
    .refine((id) => /^\d{1,20}$/.test(id)),
  privateKey: z.string().min(1),
});
export type GitHubApp = z.infer<typeof secretSchema>;

/** The GitHub App's secret: `{"appId": "123", "privateKey": "-----BEGIN …"}`. No message repeats any of it. */
export function readGitHubApp(text: string): GitHubApp {
  const app = secretSchema.safeParse(parseJson(text));
  if (!app.success) throw new Terminal('the GitHub App secret: expected JSON with appId, a number, and privateKey');
  return app.data;
}
