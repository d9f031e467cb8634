import type { Bill, stepsOf } from './bill.ts';
import type { Month } from './month.ts';

/** All that the bench finds; `--json` prints it as it is. */
export type Report = {
  readonly targetDollars: number;
  readonly paths: readonly { readonly name: string; readonly bill: Bill }[];
  readonly deployed: Bill;
  readonly steps: ReturnType<typeof stepsOf>;
  readonly changes: number;
  readonly idle: Month;
  readonly busy: Month;
  readonly verdict: string;
};
