import { docsOnly } from '../change/docs-only.ts';
import {
  actionClassSchema,
  type ActionClass,
  type AutonomyLevel,
  type Facts,
  type Profile,
  type Signal,
} from '../contracts/facts.ts';
import { gatesPassed } from './gates-reason.ts';

/** A level and where it comes from. */
export type Autonomy = { readonly level: AutonomyLevel; readonly why: string };

/** The names that 003 gives to the profiles (003-13..15). */
const NAMES = {
  conservative: 'Prod-Conservative',
  guarded: 'Staging-Aggressive',
  autonomous: 'Exploration',
} as const satisfies Record<Profile, string>;

/**
 * The level of every action class for this change (003-6..15): the config's own where it names one, else the profile's.
 * Prod-Conservative is A2, A3 for documentation and tests, A4 for feature flags alone. Staging-Aggressive is A4 where the
 * tests are strong, A5 for documentation, else A2. Exploration is A5, and A2 for what calls outside services.
 */
export function autonomyLevels(
  facts: Pick<Facts, 'profile' | 'autonomy' | 'change' | 'gates'>,
): Record<ActionClass, Autonomy> {
  const given = byProfile(facts);
  const level = (action: ActionClass): Autonomy => {
    const named = facts.autonomy[action];
    return named === undefined ? given : { level: named, why: 'named in the config' };
  };
  return Object.fromEntries(actionClassSchema.options.map((action) => [action, level(action)])) as Record<
    ActionClass,
    Autonomy
  >;
}

function byProfile({ profile, change: { signals }, gates }: Pick<Facts, 'profile' | 'change' | 'gates'>): Autonomy {
  const of = (level: AutonomyLevel, why: string): Autonomy => ({ level, why: `${NAMES[profile]}: ${why}` });
  switch (profile) {
    case 'conservative':
      if (only(signals, 'docs', 'tests')) return of('A3', 'documentation and tests');
      return only(signals, 'feature-flag') ? of('A4', 'feature flags alone') : of('A2', 'everything else');
    case 'guarded':
      if (docsOnly(signals)) return of('A5', 'documentation');
      return hasStrongTests(gates) ? of('A4', 'strong tests') : of('A2', 'no passed test and coverage gates');
    case 'autonomous':
      return signals.some(({ kind }) => kind === 'external-integration')
        ? of('A2', 'calls an outside service')
        : of('A5', 'within blast radius and budget');
  }
}

const only = (signals: readonly Signal[], ...kinds: readonly Signal['kind'][]): boolean =>
  signals.length > 0 && signals.every(({ kind }) => kinds.includes(kind));

/** Every gate passed, and tests and their coverage were among them (K15). */
function hasStrongTests(gates: Facts['gates']): boolean {
  const among = (category: 'test' | 'coverage') => gates.results.some((result) => result.category === category);
  return gatesPassed({ gates }) && among('test') && among('coverage');
}
