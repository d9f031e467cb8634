import { checkDefinition } from '../../asl/check-definition.ts';
import type { Definition, State } from '../../asl/definition.ts';
import type { Invariant } from './invariants.ts';
import type { Rules } from './rules.ts';
import type { World } from './world.ts';

/** One fault put into a rule of the core or into the release machine, and the invariant that has to find it. */
export type Planted = {
  readonly what: string;
  readonly breaks: Invariant;
  readonly rules?: (rules: Rules) => Partial<Rules>;
  readonly release?: (definition: Definition) => Definition;
  readonly world?: Partial<World>;
  /** A newer release comes while this one has its canary out; otherwise it is alone. */
  readonly contended?: true;
  /** The verdict asks nobody; otherwise it asks for a person. */
  readonly quiet?: true;
};

const state = (definition: Definition, name: string, change: object): Definition =>
  checkDefinition({
    ...definition,
    States: { ...definition.States, [name]: { ...definition.States[name], ...change } as State },
  });
const notAsked = (facts: Parameters<Rules['startRefusal']>[0]) => ({
  ...facts,
  fence: { releaseId: facts.releaseId, fence: facts.fence?.fence ?? 1 },
});

export const PLANTED: readonly Planted[] = [
  {
    what: 'the permit is given whatever has changed',
    breaks: 'guards',
    rules: (core) => ({ permitCheck: (facts) => ({ ...core.permitCheck(facts), allowed: true }) }),
  },
  {
    what: 'the verdict asks for a person and nobody is asked, by the hold and by the permit',
    breaks: 'guards',
    rules: (core) => ({
      holdFor: (facts) => core.holdFor({ ...facts, verdict: { ...facts.verdict, route: 'AUTONOMOUS' } }),
      permitCheck: (facts) => core.permitCheck({ ...facts, personRequired: false }),
    }),
  },
  {
    what: 'the canary counts as judged when nothing was observed',
    breaks: 'caution',
    rules: (core) => ({
      aftermath: (facts) => {
        const end = core.aftermath(facts);
        return end.kind === 'ENDED' && facts.phase === 'CANARY' ? { ...end, result: 'PASSED', next: 'PROCEED' } : end;
      },
    }),
  },
  {
    what: 'a model that calls the figures healthy lets a shift pass',
    breaks: 'caution',
    rules: (core) => ({
      withCaution: (phase, result, words, mode) =>
        words?.kind === 'ANSWER' && words.healthy && result !== null
          ? { result: 'PASSED', cautioned: false }
          : core.withCaution(phase, result, words, mode),
    }),
  },
  {
    what: 'nobody is asked when the analyst was not content with staging, by the hold and by the permit',
    breaks: 'guards',
    rules: (core) => ({
      holdFor: (facts) => core.holdFor({ ...facts, staging: 'PASSED' }),
      permitCheck: (facts) => core.permitCheck({ ...facts, personRequired: false }),
    }),
    quiet: true,
  },
  {
    what: 'who does not get the lock goes on, and the shift does not ask who holds it',
    breaks: 'canary',
    release: (definition) => state(definition, 'HasLock', { Default: 'Staging' }),
    rules: (core) => ({ startRefusal: (facts) => core.startRefusal(notAsked(facts)) }),
  },
  {
    what: 'the lock is given to everybody who asks',
    breaks: 'one',
    rules: (core) => ({
      lock: ((before, request) => {
        if (request.kind !== 'TAKE') return core.lock(before, request);
        const holder = { releaseId: request.releaseId, fence: 1, at: 0 };
        return { state: { ...before, holder }, result: { kind: 'ACQUIRED', fence: 1 } };
      }) as Rules['lock'],
    }),
    contended: true,
  },
  {
    what: 'nobody asks whether the head contains what runs',
    breaks: 'order',
    rules: (core) => ({
      admission: (facts) => core.admission({ ...facts, containsRunning: true }),
      permitCheck: (facts) => core.permitCheck({ ...facts, containsRunning: true }),
    }),
    world: { running: 2 },
  },
  {
    what: 'a refused permit ends the execution without closing the release',
    breaks: 'record',
    release: (definition) =>
      checkDefinition({
        ...definition,
        States: {
          ...definition.States,
          HasPermit: { ...definition.States['HasPermit'], Default: 'Left' },
          Left: { Type: 'Succeed' },
        },
      }),
  },
  {
    what: 'the lock is kept when it is given back',
    breaks: 'free',
    rules: (core) => ({
      lock: ((before, request) =>
        request.kind === 'RELEASE'
          ? { state: before, result: { kind: 'UNCHANGED' } }
          : core.lock(before, request as never)) as Rules['lock'],
    }),
  },
];
