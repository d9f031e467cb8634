import type { SignalKind } from '../contracts/facts.ts';
import { isSensitivePath } from '../review/sensitive-path.ts';
import { isSecurityDomain } from './confidence.ts';
import { autonomyNeeds } from './autonomy-needs.ts';
import { TRUST_FOR, trustNumber } from './levels.ts';
import { isReviewed } from './review-reason.ts';
import type { Situation } from './situation.ts';

/**
 * One rule that asks for a person (K19). `hard` ones cannot be turned off. `aboutDeploying` ones are about bytes that
 * reach production and do not look at a change that only gets recorded (003-13).
 */
export type Trigger = {
  readonly name: string;
  readonly hard: boolean;
  readonly aboutDeploying: boolean;
  readonly required: string;
  /** What was seen when it fires, else null. */
  readonly fires: (situation: Situation) => string | null;
};

const signal =
  (...kinds: SignalKind[]) =>
  ({ facts }: Situation): string | null => {
    const found = facts.change.signals.filter(({ kind }) => kinds.includes(kind));
    return found.length === 0
      ? null
      : found.map(({ kind, files }) => `${kind}: ${files.slice(0, 5).join(', ')}`).join('; ');
  };

/**
 * Below what confidence a person is asked: 90 in the default profile (001-32); the profiles that know the cancel window
 * leave 70 to 89 to it (001-55, K10: the looser figure is reached only by naming a profile).
 */
const confidenceLimit = ({ facts }: Situation): number => (facts.profile === 'conservative' ? 90 : 70);

const rule = (
  name: string,
  kind: '' | 'hard' | 'deploying' | 'hard deploying',
  required: string,
  fires: Trigger['fires'],
): Trigger => ({ name, hard: kind.includes('hard'), aboutDeploying: kind.includes('deploying'), required, fires });

/** In the order in which they are told. The names are also policies/schema.cedarschema's. */
export const TRIGGERS: readonly Trigger[] = [
  // 001-31
  rule('first-time-resolution', 'deploying', 'solved at least once before', ({ facts }) =>
    facts.issue.previousResolutions === 0 ? 'this kind of change was never made before' : null,
  ),
  // 001-32, 001-36, 001-56, 001-57; hard, since K1 lets no profile go below its band
  rule('low-confidence', 'hard deploying', 'confidence 90, or 70 in a profile with a cancel window', (s) =>
    s.confidence.value < confidenceLimit(s) ? `confidence ${s.confidence.value}, below ${confidenceLimit(s)}` : null,
  ),
  // 001-33
  rule('many-files', '', 'no more files than the limit', ({ facts: { change, limits } }) =>
    change.files > limits.maxFiles ? `${change.files} files changed, more than ${limits.maxFiles}` : null,
  ),
  // 001-34, 002-52
  rule('schema-change', '', 'no change of a database schema', signal('schema-change')),
  // 001-35; hard: the security domain is never without approval (K24)
  rule('security-domain', 'hard', 'nothing of the security domain', (s) =>
    isSecurityDomain(s.facts.issue.domain) ? 'domain security-issues' : signal('auth')(s),
  ),
  // 002-52
  rule('new-external-integration', '', 'no new outside service', signal('external-integration')),
  // 002-10, 002-52
  rule('breaking-api', '', 'no breaking change of an API', (s) =>
    s.facts.review.breakingChanges > 0
      ? `the reviewer names ${s.facts.review.breakingChanges} breaking changes`
      : signal('breaking-api')(s),
  ),
  // 002-3, 002-9
  rule('risk-score', '', "a reviewer's score below the limit", ({ facts: { review, limits } }) =>
    review.riskScore !== null && review.riskScore >= limits.riskScoreMax
      ? `the reviewer's score is ${review.riskScore}, the limit ${limits.riskScoreMax}`
      : null,
  ),
  // 004-17, K1
  rule('class-high', 'hard', 'risk class LOW or MEDIUM', ({ riskClass, raisedBy }) =>
    riskClass === 'HIGH' ? `risk class HIGH by ${raisedBy.join(', ')}` : null,
  ),
  // 003-85
  rule('infrastructure-change', '', 'no change of infrastructure', signal('infrastructure')),
  // house rule 2: what was not reviewed is never clean
  rule('review-unavailable', 'hard', 'a usable review', ({ facts }) =>
    isReviewed(facts.review) ? null : 'no usable review of this change',
  ),
  rule('review-partial', '', 'every changed file seen by the reviewer', ({ facts: { review } }) => {
    if (!isReviewed(review) || (review.status === 'REVIEWED' && review.filesUnseen.length === 0)) return null;
    const sensitive = review.filesUnseen.filter(isSensitivePath);
    const named = [...sensitive, ...review.filesUnseen.filter((file) => !sensitive.includes(file))].slice(0, 10);
    return `${review.filesUnseen.length} files not seen whole, ${sensitive.length} of them sensitive: ${named.join(', ')}`;
  }),
  // 002-13; a reported weakness asks too, whatever the model concludes from it (K2)
  rule('model-asks', '', 'a reviewer that finds no weakness and asks for nobody', ({ facts: { review } }) => {
    if (!isReviewed(review)) return null;
    if (!review.autoApprovable) return 'the reviewer asks for a person';
    return review.securityFindings > 0 ? `the reviewer names ${review.securityFindings} security findings` : null;
  }),
  // K19: what the reviewer was not shown of a sensitive path, nobody but a person has seen
  rule('unseen-sensitive', '', 'every hunk of a sensitive path seen by the reviewer', ({ facts: { review } }) => {
    const sensitive = isReviewed(review) ? review.filesUnseen.filter(isSensitivePath) : [];
    return sensitive.length === 0
      ? null
      : `${sensitive.length} sensitive files not seen whole: ${sensitive.slice(0, 5).join(', ')}`;
  }),
  // 003-7..11; hard: the level is raised in the config, not by muting the rule (K12)
  rule('autonomy-level', 'hard', 'levels at which nobody is asked', (s) => {
    const short = autonomyNeeds(s).filter(({ met }) => !met);
    return short.length === 0
      ? null
      : short.map(({ action, has, need }) => `${action} is at ${has.level}, below ${need}`).join('; ');
  }),
  // 004-46..49; hard, since K1 names trust as a condition
  rule('trust-level', 'hard deploying', 'trust L2 for class LOW, L3 for MEDIUM', ({ facts: { trust }, riskClass }) =>
    trustNumber(trust.level) < trustNumber(TRUST_FOR[riskClass])
      ? `trust ${trust.level} for class ${riskClass}: ${trust.why}`
      : null,
  ),
  // K19, anchors pain 1: a canary that cannot see harm proves nothing, and unknown traffic is no traffic
  rule('underpowered-canary', 'deploying', 'a canary with traffic enough to show harm', ({ facts: { canaryPower } }) =>
    canaryPower.status === 'ADEQUATE' ? null : `${canaryPower.status}: ${canaryPower.detail}`,
  ),
  // 001-40, anchors pain 14; hard: nobody but a person may start what cannot be undone
  rule('rollback-unsafe', 'hard deploying', 'a change that can be rolled back in every phase', ({ plan }) =>
    plan.kind === 'ROLL_OUT' && plan.rollback.lastSafe !== 'WATCH'
      ? `${plan.rollback.class}: ${plan.rollback.why}`
      : null,
  ),
];
