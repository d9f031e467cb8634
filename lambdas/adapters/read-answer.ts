import type { z } from 'zod';
import { Terminal } from '../../core/contracts/errors.ts';
import type { GitHubAnswer } from './github-http.ts';
import { parseJson } from './parse-json.ts';

/** GitHub's JSON as the schema reads it. The message names the place, never what stood there. */
export function readAnswer<S extends z.ZodType>(answer: GitHubAnswer, schema: S, path: string): z.output<S> {
  const what = `GitHub ${path.replace(/\?.*$/s, '')}`;
  if (!answer.complete) throw new Terminal(`${what}: the answer is longer than expected`);
  const parsed = schema.safeParse(parseJson(answer.body.toString('utf8')));
  if (parsed.success) return parsed.data;
  throw new Terminal(`${what}: unexpected answer at ${parsed.error.issues[0]?.path.join('.') || '(whole)'}`);
}
