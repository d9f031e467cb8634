import type { Reason } from '../contracts/reason.ts';
import { reasonNode } from './reason-node.ts';
import type { Situation } from './situation.ts';

/** Which thresholds hold (K12): a tier loosens nothing by itself, it says how much harm a canary must be able to see. */
export function tierReason({ facts }: Situation): Reason {
  return reasonNode('tier', 'OK', facts.tier, 'the thresholds of its tier hold in every shift');
}
