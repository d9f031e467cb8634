import type { Definition } from '../../asl/definition.ts';
import { compilePolicies } from '../../core/policy/compile-policies.ts';
import { loadPolicies } from '../../embedded/home/load-policies.ts';
import { loadMachines } from '../../embedded/serve/load-machines.ts';
import { explore, type Exploration } from './explore.ts';
import { createMemory } from './forget.ts';
import { allClosed, broken, type Invariant } from './invariants.ts';
import type { Planted } from './planted.ts';
import { coreRules, type Rules } from './rules.ts';
import { successors } from './successors.ts';
import { openSystem, type System } from './system.ts';
import { verdictKinds, type VerdictKind } from './verdict-kinds.ts';
import { openWorld, type Release, type World } from './world.ts';

/** More states than any of these explorations has; beyond it there is no fix-point and no proof. */
const BOUND = 400_000;
export type Explored = Exploration<World, Invariant>;

export function shippedMachines(): { readonly release: Definition; readonly 'traffic-shift': Definition } {
  const { release, 'traffic-shift': shift } = loadMachines();
  return { release, 'traffic-shift': shift };
}

export function shippedRules(): Rules {
  return { ...coreRules, verdictKinds: verdictKinds(compilePolicies(loadPolicies())) };
}

export function explored(system: System, first: World): Explored {
  return explore(first, (world) => successors(system, world), broken, createMemory(), allClosed, BOUND);
}

/** One release from its first state to its last, with everything that can happen beside it. */
export async function oneRelease(rules: Rules): Promise<{ readonly system: System; readonly first: World }> {
  const system = await openSystem(shippedMachines(), rules, { cancel: true, kill: true, drift: true });
  return { system, first: openWorld([1], system.release.automaton.start) };
}

/**
 * An older and a newer commit that contend for one service, from where they first touch what both see: the lock. Before it
 * a release reads and writes its own stores only. Nobody is asked, so that no answer has to be waited for.
 */
export function contending({ system, first }: { readonly system: System; readonly first: World }) {
  const surroundings = { cancel: false, kill: false, drift: false };
  return { system: { ...system, surroundings }, first: atTheLock([1, 2], quietest(system.rules.verdictKinds), first) };
}

/** With a fault put in; what it explores ends at the first state that breaks anything. */
export async function planted(fault: Planted, sound: System): Promise<Explored> {
  const surroundings = { cancel: false, kill: false, drift: fault.contended === undefined };
  const rules = { ...sound.rules, ...fault.rules?.(sound.rules) };
  const machines = shippedMachines();
  const system =
    fault.release === undefined
      ? { ...sound, rules, surroundings }
      : await openSystem({ ...machines, release: fault.release(machines.release) }, rules, surroundings);
  const { verdictKinds: kinds } = sound.rules;
  const verdict = fault.quiet ? quietest(kinds) : human(kinds);
  const first = fault.contended ? canaryOut(quietest(kinds)) : atTheLock([1], verdict, fault.world ?? {});
  return explored(system, first);
}

/** The older release is in the middle of its canary and holds the lock; the newer one comes to ask for it. */
function canaryOut(verdict: VerdictKind): World {
  const world = atTheLock([1, 2], verdict, {});
  const [older, ...others] = world.releases;
  const staged = { decision: 'WITHDRAW', by: 'checks', result: 'PASSED', ended: 'PROCEED' } as const;
  const out: Release = {
    ...older!,
    ...{ place: 'Canary TASK', child: 'Bake WAIT', phase: 'CANARY' },
    shifts: {
      ...older!.shifts,
      STAGING: staged,
      CANARY: { decision: null, by: null, result: null, ended: null },
    },
    traffic: { ...older!.traffic, STAGING: 'RETURNED', CANARY: 'SHIFTING' },
  };
  const { state } = coreRules.lock(world.lock, { kind: 'TAKE', releaseId: out.id, now: 0 });
  return { ...world, lock: state, releases: [out, ...others] };
}

function atTheLock(heads: readonly number[], verdict: VerdictKind, more: Partial<World>): World {
  const { releases } = openWorld(heads, 'TakeLock TASK', { gates: 'PASSED', verdict });
  return { ...openWorld([], ''), ...more, releases };
}

function quietest(kinds: readonly VerdictKind[]): VerdictKind {
  return only(kinds.find(({ next, route }) => next === 'ROLL_OUT' && route === 'AUTONOMOUS'));
}
function human(kinds: readonly VerdictKind[]): VerdictKind {
  return only(kinds.find(({ next, route }) => next === 'ROLL_OUT' && route === 'HUMAN'));
}
function only(kind: VerdictKind | undefined): VerdictKind {
  if (kind === undefined) throw new Error('the grid of facts has no such verdict');
  return kind;
}
