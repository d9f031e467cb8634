import type { ModelPrice } from '../contracts/config-budgets.ts';

export type Usage = { readonly inputTokens: number; readonly outputTokens: number };

/** Dollars for a million tokens are millionths of a dollar for one. Rounded up, the price to its thousandth first. */
export function modelCost({ inputTokens, outputTokens }: Usage, price: ModelPrice): number {
  return Math.ceil((inputTokens * thousandths(price.input) + outputTokens * thousandths(price.output)) / 1000);
}

/** Less what floating point adds to a price such as 16.5 · 1000. */
const thousandths = (price: number): number => Math.ceil(price * 1000 - 1e-6);
