import type { Reason } from '../contracts/reason.ts';
import { effectiveTrust } from '../trust/effective-trust.ts';
import { TRUST_FOR } from './levels.ts';
import { reasonNode } from './reason-node.ts';
import type { Situation } from './situation.ts';

/** What the author has earned and how far trust reaches along each delegation (004-45..50, 000-29, 000-30). Told; the trigger `trust-level` asks. */
export function trustReason({ facts, riskClass }: Situation): Reason {
  const paths = effectiveTrust();
  return reasonNode(
    'trust',
    'OK',
    `${facts.trust.level}: ${facts.trust.why}`,
    riskClass === 'HIGH' ? 'class HIGH needs a person at any level' : `${TRUST_FOR[riskClass]} for class ${riskClass}`,
    paths.map(({ path, trust, reachesProduction }) =>
      reasonNode(
        path.join(' → '),
        'OK',
        `effective trust ${trust.toFixed(2)}${reachesProduction ? '' : ', no edge to production'}`,
        'the product along the path',
      ),
    ),
  );
}
