import { describe, expect, it } from '@jest/globals';
import type { ActionClass, Facts, SignalKind } from '../../../core/contracts/facts.ts';
import { actionClassSchema } from '../../../core/contracts/facts.ts';
import { autonomyLevels } from '../../../core/decide/autonomy-levels.ts';
import { autonomyNeeds } from '../../../core/decide/autonomy-needs.ts';
import { situationOf } from '../../../core/decide/situation.ts';
import { buildFacts, passed, signals } from './facts-builder.ts';

const strong: Facts['gates'] = {
  status: 'PASSED',
  results: [
    { ...passed(), category: 'test' },
    { ...passed('lcov'), category: 'coverage' },
  ],
};
const levelOf = (profile: Facts['profile'], kinds: SignalKind[], gates: Partial<Facts['gates']> = {}) => {
  const facts = buildFacts({ profile, change: { signals: signals(...kinds) }, gates });
  return autonomyLevels({ ...facts, autonomy: {} }).DEPLOY.level;
};

describe('autonomy levels by profile (003-13..15)', () => {
  it.each<[string, Facts['profile'], SignalKind[], Partial<Facts['gates']>, string]>([
    ['003-13 Prod-Conservative', 'conservative', ['source'], {}, 'A2'],
    ['003-13 documentation and tests', 'conservative', ['docs', 'tests'], {}, 'A3'],
    ['003-13 feature flags alone', 'conservative', ['feature-flag'], {}, 'A4'],
    ['003-13 feature flags and code', 'conservative', ['feature-flag', 'source'], {}, 'A2'],
    ['a change that shows nothing', 'conservative', [], {}, 'A2'],
    ['003-14 Staging-Aggressive, strong tests', 'guarded', ['source'], strong, 'A4'],
    ['003-14 no coverage gate', 'guarded', ['source'], { results: [{ ...passed(), category: 'test' }] }, 'A2'],
    ['003-14 no test gate', 'guarded', ['source'], { results: [{ ...passed(), category: 'coverage' }] }, 'A2'],
    ['003-14 a gate failed', 'guarded', ['source'], { ...strong, status: 'FAILED' }, 'A2'],
    ['003-14 documentation', 'guarded', ['docs'], {}, 'A5'],
    ['003-15 Exploration', 'autonomous', ['source'], {}, 'A5'],
    ['003-15 outside calls', 'autonomous', ['source', 'external-integration'], {}, 'A2'],
  ])('%s', (_, profile, kinds, gates, level) => {
    expect(levelOf(profile, kinds, gates)).toBe(level);
  });

  it('K12: the config names a level and says so; the others stay with the profile', () => {
    const levels = autonomyLevels({ ...buildFacts({ profile: 'conservative' }), autonomy: { DEPLOY: 'A0' } });
    expect(levels.DEPLOY).toEqual({ level: 'A0', why: 'named in the config' });
    expect(levels.MERGE.why).toContain('Prod-Conservative');
  });
});

describe('what going on unasked takes of each action class (003-6..12)', () => {
  const needOf = (change: Parameters<typeof buildFacts>[0]) =>
    Object.fromEntries(autonomyNeeds(situationOf(buildFacts(change))).map(({ action, need }) => [action, need]));
  const byAgent: Record<ActionClass, string | null> = {
    PLAN: 'A2',
    FETCH: 'A2',
    GENERATE: 'A2',
    EXECUTE: 'A2',
    MERGE: 'A3',
    DEPLOY: 'A4',
  };

  it('names every action class', () => {
    expect(Object.keys(needOf({}))).toEqual(actionClassSchema.options);
    expect(needOf({})).toEqual(byAgent);
  });

  it('a person needs no level for what they planned and wrote', () => {
    const submittedBy = { id: 'dev', kind: 'PERSON', authenticated: true } as const;
    expect(needOf({ submittedBy })).toEqual({ ...byAgent, PLAN: null, FETCH: null, GENERATE: null });
  });

  it('merging more than class LOW takes A4; documentation deploys nothing', () => {
    expect(needOf({ change: { signals: signals('source') } })).toMatchObject({ MERGE: 'A4', DEPLOY: 'A4' });
    expect(needOf({ change: { signals: signals('docs') } })).toMatchObject({ MERGE: 'A3', DEPLOY: null });
  });

  it.each(actionClassSchema.options)('%s one level short is not met, at the level it is', (action) => {
    const met = (level: 'A1' | 'A2' | 'A3' | 'A4') =>
      autonomyNeeds(situationOf(buildFacts({ autonomy: { [action]: level } }))).find((n) => n.action === action)?.met;
    const levels = { A2: 'A1', A3: 'A2', A4: 'A3' } as const;
    const need = byAgent[action] as 'A2' | 'A3' | 'A4';
    expect([met(levels[need]), met(need)]).toEqual([false, true]);
  });
});
