import type { Facts, RiskClass, TrustLevel } from '../contracts/facts.ts';
import { riskClassSchema, trustLevelSchema } from '../contracts/facts.ts';
import type { TrustEntry } from '../contracts/trust-entry.ts';
import type { AgentLabels } from './agent-labels.ts';
import { demotionsOf } from './demotions.ts';
import { isDeployed, isIncident } from './trust-outcomes.ts';

export type TrustQuestion = {
  /** False for an identity that the home did not prove: then nothing counts. */
  readonly authenticated: boolean;
  readonly riskClass: RiskClass;
  /** Of the change that is asked about. */
  readonly labels: AgentLabels;
  /** ms since 1970. */
  readonly now: number;
};

const THREE_MONTHS_MS = 90 * 86_400_000;

type Rule = {
  readonly level: TrustLevel;
  readonly deployed: number;
  /** Of the share of rollbacks, 0 to 1. */
  readonly allows: (rate: number) => boolean;
  readonly ageMs: number;
};

/** What each level takes (004-46..49), the highest first. */
const LEVELS: readonly Rule[] = [
  { level: 'L3', deployed: 500, allows: (rate) => rate < 0.01, ageMs: THREE_MONTHS_MS },
  { level: 'L2', deployed: 100, allows: (rate) => rate < 0.02, ageMs: 0 },
  { level: 'L1', deployed: 20, allows: (rate) => rate === 0, ageMs: 0 },
];

/**
 * The level that an author has earned for changes of one class in one repository, a pure fold over that author's closed
 * releases there, oldest first (004-45..50). What was shown on a class counts for it and for less risky ones, never for
 * riskier ones; a rollback counts for every class. What takes levels away is in demotions.ts.
 */
export function trustLevelOf(entries: readonly TrustEntry[], question: TrustQuestion): Facts['trust'] {
  const { authenticated, riskClass, now } = question;
  if (!authenticated) return { level: 'L0', why: 'the author is not authenticated' };
  const counted = entries.filter((entry) => isIncident(entry) || (isDeployed(entry) && counts(entry, riskClass)));
  const deployed = counted.filter(isDeployed).length;
  const incidents = counted.length - deployed;
  const rate = incidents / Math.max(1, counted.length);
  const since = Math.min(now, ...counted.map(({ closedAt }) => Date.parse(closedAt)));
  const earned = LEVELS.find(
    (rule) => deployed >= rule.deployed && rule.allows(rate) && now - since >= rule.ageMs,
  )?.level;
  const record = `${deployed} deployed of class ${riskClass} or riskier, ${incidents} rolled back in this repository`;
  const demotions = demotionsOf(entries, question.labels);
  const level = demotions.reduce<number>((now, { to }) => Math.min(now, to(now)), rank(earned ?? 'L0'));
  return {
    level: trustLevelSchema.options[level] ?? 'L0',
    why: [record, ...(level < rank(earned ?? 'L0') ? demotions.map(({ why }) => why) : [])].join('; ').slice(0, 300),
  };
}

const rank = (level: TrustLevel): number => trustLevelSchema.options.indexOf(level);
const counts = (entry: TrustEntry, wanted: RiskClass): boolean =>
  riskClassSchema.options.indexOf(entry.riskClass) >= riskClassSchema.options.indexOf(wanted);
