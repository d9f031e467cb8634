import { answerHold, openHold, type HoldGate } from './steps/hold.ts';
import { closeRelease } from './steps/close.ts';
import { runGates } from './steps/evidence.ts';
import type { Move } from './automaton.ts';
import type { Reply } from './rules.ts';
import { surroundings } from './surroundings.ts';
import type { Machine, System } from './system.ts';
import type { Task } from './tasks.ts';
import { withRelease, type Transition, type World } from './world.ts';

/** Moves a machine on: of the release itself, or of the shift inside it. */
type Put = (world: World, place: string) => World;

/** Everything that can happen next, in every order: each machine by its explored moves, the steps, and the surroundings. */
export function successors(system: System, world: World): Transition[] {
  return world.releases.flatMap((release, i) => {
    const own = machineMoves(system, system.release, world, i, release.place, (now, place) =>
      put(system, now, i, place),
    );
    const janitor =
      release.place === 'DEAD' && release.outcome === null
        ? closeRelease(world, i, system.rules).map((reply) => ({ label: 'the janitor closes it', world: reply.world }))
        : [];
    const transitions = [...own, ...janitor, ...lateAnswers(system, world, i), ...surroundings(system, world, i)];
    return transitions.map(({ label, world: after }) => ({ label: `release ${release.head}: ${label}`, world: after }));
  });
}

/** Entering a state that starts a shift starts it; leaving it ends whatever is left of it. */
function put({ release, shifts }: System, world: World, i: number, place: string): World {
  const task = place.endsWith(' TASK') ? release.tasks.get(place.slice(0, -' TASK'.length)) : undefined;
  if (task?.kind !== 'SHIFT') return withRelease(world, i, { place, child: null, phase: null });
  return withRelease(world, i, { place, child: shifts[task.phase].automaton.start, phase: task.phase });
}

function machineMoves(
  system: System,
  { automaton, tasks }: Machine,
  world: World,
  i: number,
  place: string,
  go: Put,
): Transition[] {
  const moves = automaton.moves.get(place) ?? [];
  const names = [...new Set(moves.map(({ task }) => task))];
  return names.flatMap((name): Transition[] => {
    const own = moves.filter(({ task }) => task === name);
    const task = tasks.get(name);
    const timers = own.filter(
      ({ what, fails, task: of }) => of === '' || (!fails && (what === 'wait' || what === 'retry')),
    );
    const fired = timers.map(({ what, to }) => ({ label: `${name} ${what}`.trim(), world: go(world, to) }));
    if (task === undefined || timers.length === own.length) return fired;
    return [...fired, ...taskMoves(system, task, name, own, world, i, go)];
  });
}

function taskMoves(
  system: System,
  task: Task,
  name: string,
  own: readonly Move[],
  world: World,
  i: number,
  go: Put,
): Transition[] {
  const faults = [...new Set(own.filter(({ fails }) => fails).map(({ to }) => to))];
  const failed = (now: World, how: string) =>
    faults.map((to) => ({ label: `${name} fails${how}`, world: go(now, to) }));
  const said = ({ word, world: now }: Reply): Transition[] => {
    if (word === null) return failed(now, ' by itself');
    const targets = own.filter(({ fails, what }) => !fails && what === word);
    if (targets.length === 0) throw new Error(`${name}: the machine was never told ${word}`);
    return targets.map(({ to }) => ({ label: `${name} says ${word}`, world: go(now, to) }));
  };
  // A call that is lost may have done everything or nothing.
  const called = (replies: readonly Reply[]) => [
    ...replies.flatMap(said),
    ...failed(world, ''),
    ...replies.filter((reply) => reply.world !== world).flatMap((reply) => failed(reply.world, ' after it was done')),
  ];
  const isNew = own.some(({ what }) => what === 'RETURNED');
  switch (task.kind) {
    case 'STEP':
      return called(task.step(world, i, system.rules));
    case 'GATES':
      return [
        ...(isNew ? called(runGates(world, i, system.rules)) : failed(world, '')),
        ...gatesEnd(world, i).flatMap(said),
      ];
    case 'HOLD': {
      const opened = isNew ? called(openHold(task.gate)(world, i, system.rules)) : failed(world, '');
      return [...opened, ...answerHold(task.gate)(world, i, system.rules).flatMap(said)];
    }
    case 'SHIFT':
      return [...failed(world, ''), ...childMoves(system, name, own, world, i, go)];
  }
}

function childMoves(
  system: System,
  name: string,
  own: readonly Move[],
  world: World,
  i: number,
  go: Put,
): Transition[] {
  const { child, phase } = world.releases[i]!;
  if (child === null || phase === null) return [];
  const ended = child === 'DEAD' ? 'States.TaskFailed' : child.startsWith('END ') ? child.slice('END '.length) : null;
  if (ended !== null)
    return own
      .filter(({ what }) => what === ended)
      .map(({ to }) => ({ label: `${name} ends: ${ended}`, world: go(world, to) }));
  const inside = machineMoves(system, system.shifts[phase], world, i, child, (now, place) =>
    withRelease(now, i, { child: place }),
  );
  return inside.map(({ label, world: after }) => ({ label: `${name}/${label}`, world: after }));
}

/** The run of the gates ends; whoever waits for its token is told. */
function gatesEnd(world: World, i: number): readonly Reply[] {
  if (world.releases[i]!.gates !== 'RUNNING') return [];
  return (['PASSED', 'FAILED'] as const).map((word) => ({ word, world: withRelease(world, i, { gates: word }) }));
}

/** What is answered when no state waits for it any more reaches the stores and no machine. */
function lateAnswers({ rules, release: { tasks } }: System, world: World, i: number): Transition[] {
  const { place, holds } = world.releases[i]!;
  const waiting = (test: (task: Task) => boolean) =>
    [...tasks].some(([name, task]) => test(task) && place.includes(`${name} `));
  const gates = waiting((task) => task.kind === 'GATES') ? [] : gatesEnd(world, i);
  const late = (['APPROVAL', 'TIME_LOCK'] as const satisfies readonly HoldGate[])
    .filter((gate) => holds[gate] === 'OPEN' && !waiting((task) => task.kind === 'HOLD' && task.gate === gate))
    .flatMap((gate) => answerHold(gate)(world, i, rules));
  return [...gates, ...late].map((reply) => ({ label: `too late: ${reply.word}`, world: reply.world }));
}
