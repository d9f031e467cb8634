import type { Facts } from '../../core/contracts/facts.ts';
import type { Verdict } from '../../core/contracts/verdict.ts';
import { factsGrid } from './facts-grid.ts';

type Review = Facts['review'];
const said = (change: Partial<Review>): Review => ({
  ...{
    status: 'REVIEWED',
    riskScore: 1,
    securityFindings: 0,
    breakingChanges: 0,
    autoApprovable: true,
    filesUnseen: [],
  },
  ...change,
});

/** Everything a reviewer may say that any rule looks at, good and bad, and nothing at all. */
const REVIEWS: readonly Review[] = [
  said({ riskScore: 0 }),
  said({ riskScore: 7 }),
  said({ riskScore: 10, securityFindings: 3, breakingChanges: 3, autoApprovable: false }),
  said({ riskScore: null }),
  said({ securityFindings: 1 }),
  said({ breakingChanges: 1 }),
  said({ autoApprovable: false }),
  said({ status: 'PARTIAL' }),
  said({ status: 'PARTIAL', filesUnseen: ['src/auth/login.ts'] }),
  said({ status: 'UNAVAILABLE' }),
  said({ status: 'UNAVAILABLE', riskScore: 0, autoApprovable: true }),
];

/**
 * Whether a review ever changes a decision but towards a person: on every point of the grid the route is the one that a
 * spotless review gives, or HUMAN, and no review rejects or saves a change. A line of `violation` names the facts.
 */
export function reviewVerdicts(decide: (facts: Facts) => Pick<Verdict, 'route'>) {
  let explored = 0;
  for (const facts of factsGrid()) {
    if (matters(facts)) {
      const { route: best } = decide({ ...facts, review: said({}) });
      for (const review of REVIEWS) {
        const { route } = decide({ ...facts, review });
        explored += 1;
        if (route !== best && (route !== 'HUMAN' || best === 'REJECT'))
          return {
            explored,
            violation: [`a spotless review: ${best}`, `this review: ${route}`, JSON.stringify({ ...facts, review })],
          };
      }
    }
  }
  return { explored, violation: null };
}

/** The rest of the grid differs by what has nothing to do with a review. */
function matters({ controls, containsRunning, change }: Facts): boolean {
  return !controls.killSwitch && !controls.quarantine && containsRunning && change.rollback.class === 'CODE_ONLY';
}
