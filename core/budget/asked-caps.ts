import type { RunCaps } from './caps.ts';
import { microUsd } from './micro-usd.ts';

type Labels = readonly { readonly key: string; readonly value: string }[];

/**
 * Caps that a change asks for itself (003-56) by the trailers `Budget-Usd: 50` and `Budget-Tokens: 200k`. Its author
 * controls them, which is harmless: `capsOf` only ever lowers by them. Of several the lowest counts; one that is not a
 * number asks for nothing.
 */
export function askedCaps(trailers: Labels): RunCaps {
  const lowest = (key: string) => {
    const values = trailers.filter((t) => t.key.toLowerCase() === key).flatMap(({ value }) => numberIn(value));
    return values.length === 0 ? undefined : Math.min(...values);
  };
  const usd = lowest('budget-usd');
  const tokens = lowest('budget-tokens');
  return {
    ...(usd !== undefined && { runMicroUsd: microUsd(usd) }),
    ...(tokens !== undefined && { runTokens: Math.floor(tokens) }),
  };
}

/** `50`, `$0.5`, `200k`. */
function numberIn(text: string): number[] {
  const [, digits, thousand] = /^\$?(\d{1,9}(?:\.\d{1,6})?)(k?)$/i.exec(text.trim()) ?? [];
  return digits === undefined ? [] : [Number(digits) * (thousand === '' ? 1 : 1000)];
}
