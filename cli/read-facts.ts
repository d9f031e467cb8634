import { configProblems } from '../core/contracts/config-error.ts';
import { InvalidInput } from '../core/contracts/errors.ts';
import { type Facts, factsSchema } from '../core/contracts/facts.ts';
import { readJson } from './read-json.ts';

/** A file of facts, "-" for standard input, with `profile` in place of its own. Names each wrong field. */
export function readFacts({ facts, profile }: { readonly facts: string; readonly profile?: string }): Facts {
  const input = readJson(facts, '--facts');
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  const withProfile = isObject && profile !== undefined ? { ...input, profile } : input;
  const parsed = factsSchema.safeParse(withProfile);
  if (!parsed.success)
    throw new InvalidInput(
      `--facts: ${facts} is not valid:\n  ${configProblems(parsed.error, withProfile).join('\n  ')}`,
    );
  return parsed.data;
}
