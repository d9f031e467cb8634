import type { IssueFacts } from '../contracts/facts.ts';

type Labels = readonly { readonly key: string; readonly value: string }[];

/**
 * The inputs of the confidence formula (001-44..52) from what the change says of itself: trailers `Domain`,
 * `Root-Cause`, `Prevention`, `Effort`, and the description as the solution's text. `previousResolutions` comes from
 * the record, never from the change. A trailer that is missing or malformed scores as unknown.
 */
export function issueFactsOf(trailers: Labels, description: string, previousResolutions: number): IssueFacts {
  const label = (key: string) => trailers.find((t) => t.key.toLowerCase() === key)?.value.trim() ?? '';
  const effort = Number(label('effort') || '0');
  return {
    domain: domainOf(trailers),
    previousResolutions,
    rootCauseKnown: label('root-cause') !== '',
    preventionKnown: label('prevention') !== '',
    solutionLength: description.trim().length,
    estimatedEffort: Number.isFinite(effort) && effort >= 0 ? effort : Number.MAX_SAFE_INTEGER,
  };
}

/** The domain a change names for itself (001-72), `general` when it names none. */
export function domainOf(trailers: Labels): string {
  const named =
    trailers
      .find((t) => t.key.toLowerCase() === 'domain')
      ?.value.trim()
      .toLowerCase() ?? '';
  return named === '' ? 'general' : named.slice(0, 100);
}
