import type { ModelPrice } from '../contracts/config-budgets.ts';

/**
 * Dollars for a million tokens on Amazon Bedrock, on demand, in a region; its global endpoints cost a tenth less, and
 * the dearer price is the one that is reserved. As published in 2026: compare with aws.amazon.com/bedrock/pricing.
 */
const KNOWN: readonly (readonly [RegExp, ModelPrice])[] = [
  [/^anthropic\.claude-sonnet-4-5-/, { input: 3.3, output: 16.5 }],
  [/^anthropic\.claude-haiku-4-5-/, { input: 1.1, output: 5.5 }],
  [/^anthropic\.claude-opus-4-5-/, { input: 5.5, output: 27.5 }],
];
/** How the id of an inference profile begins, before the model's own. */
const PROFILE = /^(?:us|eu|apac|jp|au|ca|global|us-gov)\./;

/** The price of a model: the config's own, else a published one; null when neither is known, and never nothing. */
export function modelPrice(model: string, configured: Readonly<Record<string, ModelPrice>>): ModelPrice | null {
  if (Object.hasOwn(configured, model)) return configured[model]!;
  return KNOWN.find(([pattern]) => pattern.test(model.replace(PROFILE, '')))?.[1] ?? null;
}
