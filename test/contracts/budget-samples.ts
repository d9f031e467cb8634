import type { Caps } from '../../core/budget/caps.ts';
import type { ReserveRequest } from '../../core/budget/reserve.ts';
import type { Amount } from '../../core/contracts/budget.ts';
import { T0 } from './samples.ts';

/** So many millionths, ten times as many tokens, one second. */
export const spent = (microUsd: number): Amount => ({ microUsd, tokens: microUsd * 10, seconds: 1 });

/** A use of the reviewer with a worst case of 10 millionths. */
export const use = (n: number, over: Partial<ReserveRequest> = {}): ReserveRequest => ({
  id: `use-${n}`,
  component: 'code-reviewer',
  provider: 'model-1',
  at: T0,
  worst: spent(10),
  ...over,
});

/** Room for three uses of a run, five of the component, seven of the month. */
export const CAPS: Caps = {
  monthMicroUsd: 70,
  componentMicroUsd: 50,
  runMicroUsd: 30,
  runTokens: 1000,
  runSeconds: 100,
  taskTokens: 100,
};
