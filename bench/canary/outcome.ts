/** What a judge did with a canary; `atSec` is when, in seconds since the watch began. */
export type Outcome = {
  readonly answer: 'ROLLED_BACK' | 'PROMOTED' | 'INCONCLUSIVE';
  readonly atSec: number;
};
