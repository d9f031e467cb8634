import type { Profile } from '../../core/contracts/facts.ts';
import { releaseIdOf } from '../../core/release/release-id.ts';
import { replayedChoices, seededChoices, type Choices } from './choices.ts';
import { createCourse, EPOCH } from './course.ts';
import { endProblems } from './end-checks.ts';
import { isActive, isLost } from './ports/deployer.ts';
import { SERVICES, SETTINGS } from './settings.ts';
import { trustedPast } from './trusted-past.ts';
import { drawChange, FIRST, type Change } from './truth.ts';
import { createWorld, type Tamper, type World } from './world.ts';

/** A life that goes on beyond this has a release that never ends. */
const MOST_STEPS = 12_000;
const MOST_DAYS = 20;
/** Earlier changes of the same domain: for a confidence of 90 and above (001-46), and for the cancel window (001-55). */
const MUCH_KNOWN = 5;
const LITTLE_KNOWN = 1;
const ROUND_SECONDS = 300;

export type Life = {
  readonly violations: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
  /** Every choice, in order: what a life is replayed and shrunk by. */
  readonly choices: readonly number[];
  readonly lines: readonly string[];
};
export type LifeOptions = { readonly tracing?: boolean; readonly tamper?: Tamper };

export const liveSeed = (seed: number, options?: LifeOptions) => live(seededChoices(seed), options);
export const replayLife = (choices: readonly number[], options?: LifeOptions) =>
  live(replayedChoices(choices), options);

/** One life: up to three changes of up to two services, from their submission until nothing goes on any more. */
async function live(choices: Choices, { tracing = false, tamper }: LifeOptions = {}): Promise<Life> {
  const course = createCourse(choices, tracing);
  const profile = choices.odds(400) ? choices.oneOf(['autonomous', 'guarded'] as const) : 'conservative';
  const world = createWorld(course, profile, tamper);
  if (profile !== 'conservative') trustedPast(world.stores, choices.oneOf([MUCH_KNOWN, LITTLE_KNOWN]));
  submitAll(world);
  misfortunes(world, profile);
  await goOn(world);
  if (course.violations.length === 0 && isLeftBehind(world)) await comeAfter(world);
  for (const problem of course.violations.length > 0 ? [] : endProblems(world.stores)) course.violate(problem);
  countEnds(world);
  return { violations: course.violations, counts: course.counts, choices: choices.taken, lines: course.lines };
}

/** A call that took the lock may land when its release is closed and the lock given back; nobody comes for it then. */
const isLeftBehind = ({ stores: { locks, releases } }: World) =>
  [...locks.values()].some(({ holder }) => holder !== null && releases.get(holder.releaseId)?.status === 'CLOSED');

/** Whoever comes next must take such a lock over. Without one more misfortune: the choices say so. */
async function comeAfter(world: World): Promise<void> {
  const { course, stores } = world;
  course.count('fault LOCK_LEFT_BEHIND');
  for (const [i, service] of SERVICES.entries()) {
    const serving = stores.versions.get(stores.stable.get(service)!.commit)!;
    const wanted = { number: 0x100 + i, on: serving, service, branch: `branch/after-${i}` };
    const change = drawChange(replayedChoices([]), wanted, course.now());
    stores.versions.set(change.version.commit, change.version);
    submitOne(world, change, 1);
  }
  await goOn(world);
}

function countEnds({ course, stores }: World): void {
  for (const { outcome, releaseId } of stores.releases.values()) {
    if (stores.past.has(releaseId)) continue;
    course.count(`outcome ${outcome ?? 'NONE'}`);
    const decided = stores.audit.get(releaseId)?.find(({ key }) => key === 'decision.made')?.payload;
    if (decided !== undefined) course.count(`route ${(decided as { readonly route: string }).route}`);
  }
}

async function goOn({ course, engine, stores, round }: World): Promise<void> {
  const isOpen = () =>
    engine.running().length > 0 ||
    [...stores.releases.values()].some(({ status }) => status === 'OPEN') ||
    [...stores.shifts.values()].some((s) => isActive(s) && !isLost(s));
  const began = course.now();
  let lastRound = began;
  for (let steps = 0; ; steps += 1) {
    if (course.violations.length > 0) return;
    // Nothing may be on the agenda any more while something is open: the janitor comes all the same.
    if (course.now() >= lastRound + ROUND_SECONDS * 1000 && isOpen()) {
      lastRound = course.now();
      await round();
    }
    const soonest = course.soonest();
    if ((soonest === null || soonest > lastRound + ROUND_SECONDS * 1000) && isOpen())
      course.after(Math.max(0, (lastRound - course.now()) / 1000 + ROUND_SECONDS), () => {});
    if (steps > MOST_STEPS || (course.now() > began + MOST_DAYS * 86_400_000 && isOpen()))
      return course.violate(`it never ends: ${engine.running().join(', ')}`);
    if (!(await course.next()) && !isOpen()) return;
  }
}

function submitAll(world: World): void {
  const { course, stores } = world;
  const { choices } = course;
  const changes: Change[] = [];
  const many = choices.oneOf([1, 2, 3, 1, 1]);
  let at = 1;
  for (let i = 0; i < many; i += 1) {
    const last = changes.at(-1);
    // The same branch gets a new head, or another branch comes, on what serves or on what came before.
    const sameBranch = last !== undefined && choices.odds(350);
    const service = sameBranch ? last.event.service : SERVICES[choices.odds(300) ? 1 : 0]!;
    const branch = sameBranch ? last.event.change : `branch/${i}`;
    const on = last !== undefined && choices.odds(500) ? last.version : FIRST;
    if (i > 0) at += 20 + choices.within(choices.oneOf([600, 3000])) / 1000;
    const change = drawChange(choices, { number: i + 2, on, service, branch }, EPOCH + at * 1000);
    changes.push(change);
    stores.versions.set(change.version.commit, change.version);
    submitOne(world, change, at);
  }
}

function submitOne({ course, stores, people, steps }: World, { event }: Change, at: number): void {
  const { choices } = course;
  const releaseId = releaseIdOf(event);
  course.after(at, () => {
    course.count('submitted');
    stores.heads.set(event.change, event.head);
    return people.attempt(`intake of ${event.title}`, () => steps.intake(event), 10);
  });
  if (choices.odds(80)) course.after(at + choices.within(4000) / 1000, () => people.cancels(releaseId));
}

function misfortunes(world: World, profile: Profile): void {
  const { course, stores, people, ports, settings, mailIsDown, engine } = world;
  const { choices } = course;
  const sometime = (permille: number, kind: string, run: () => Promise<void> | void) => {
    if (!choices.odds(permille)) return;
    course.after(choices.within(5000) / 1000, () => {
      course.count(`fault ${kind}`);
      course.note(() => kind);
      return run();
    });
  };
  const switchTo = (on: boolean) =>
    people.attempt('the kill switch', () => ports.controls.setKillSwitch(SERVICES[0]!, on, 'ops', 'trouble'));
  sometime(50, 'KILL_SWITCH', async () => {
    if (choices.odds(500)) course.after(600, () => switchTo(false));
    await switchTo(true);
  });
  sometime(40, 'OUTAGE', () => {
    stores.outages.add(SERVICES[0]!);
    course.after(60 + choices.within(1200) / 1000, () => void stores.outages.delete(SERVICES[0]!));
  });
  sometime(40, 'CONFIG_CHANGED', () => void (settings.current = SETTINGS[profile].later));
  sometime(40, 'MAIL_DOWN', () => {
    mailIsDown.now = true;
    course.after(1200, () => void (mailIsDown.now = false));
  });
  for (const times of [80, 20])
    sometime(times, 'EXECUTION_DIES', () => {
      const running = engine.running();
      if (running.length > 0) engine.kill(running[choices.pick(running.length)]!);
    });
}
