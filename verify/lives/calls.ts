import { Transient } from '../../core/contracts/errors.ts';
import type { Clock } from '../../lambdas/ports.ts';
import type { Course } from './course.ts';

/**
 * What goes wrong at one call of a port: THROTTLED before its effect, LOST_REPLY and KILLED after it, PAUSED before it
 * for a while in which the world goes on.
 */
const FAULTS = ['THROTTLED', 'LOST_REPLY', 'KILLED', 'PAUSED'] as const;
/** Steps that meet a fault, and those whose clock is wrong, of a thousand. */
const FAULTY = 60;
const SKEWED = 120;
/** The longest way that a clock is wrong, seconds. */
export const SKEW_SECONDS = 180;
/** Calls of ports within which the fault comes; a step with fewer has none. */
const WITHIN_CALLS = 14;

export type Call = {
  readonly name: string;
  readonly fault: { readonly kind: (typeof FAULTS)[number]; readonly at: number } | null;
  readonly skew: number;
  /** `Course.step` when it began. */
  readonly began: number;
  calls: number;
  dead: boolean;
};
export type End =
  | { readonly kind: 'RETURNED'; readonly value: unknown }
  | { readonly kind: 'THREW'; readonly error: Error }
  /** Nobody heard of it again. */
  | { readonly kind: 'KILLED' };
type Work = { readonly name: string; readonly limitSeconds: number; readonly work: () => Promise<unknown> };

/**
 * Runs steps, each as one Lambda invocation: alone unless it is paused, which `paused` hears of, with a clock of its own,
 * and with at most one fault at one of its calls of the ports.
 */
export function createCalls(course: Course, paused: (name: string) => void) {
  const { choices } = course;
  let current: Call | null = null;
  let park: (resume: () => void) => void = () => {};

  const clock: Clock = { now: () => course.now() + (current?.skew ?? 0) };

  const wrap = <P extends object>(port: P, name: string): P => {
    const wrapped: Record<string, unknown> = {};
    for (const [method, value] of Object.entries(port))
      wrapped[method] =
        typeof value === 'function' ? around(`${name}.${method}`, value as (...args: unknown[]) => unknown) : value;
    return wrapped as P;
  };

  const around =
    (what: string, work: (...args: unknown[]) => unknown) =>
    async (...args: unknown[]) => {
      const call = current;
      if (call === null) return work(...args);
      if (call.dead) throw killed();
      const isHere = call.calls++ === call.fault?.at;
      if (!isHere) return work(...args);
      const { kind } = call.fault!;
      course.count(`fault ${kind}`);
      course.note(() => `  ${call.name}: ${kind} at ${what}`);
      if (kind === 'THROTTLED') throw new Transient(`${what}: throttled`);
      if (kind === 'PAUSED') {
        await new Promise<void>((resume) => park(resume));
        return work(...args);
      }
      await work(...args);
      call.dead = kind === 'KILLED';
      throw kind === 'KILLED' ? killed() : new Transient(`${what}: the reply was lost`);
    };

  /** Resolves when the step has ended or is paused; `ended` hears of its end in any case. */
  async function run({ name, limitSeconds, work }: Work, ended: (end: End) => void): Promise<void> {
    const call = draw(name);
    course.count('steps');
    course.note(() => `${name}${call.skew === 0 ? '' : ` (its clock is ${call.skew / 1000} s off)`}`);
    const parked = new Promise<() => void>((resolve) => (park = resolve));
    current = call;
    const done = work().then(
      (value) => ended(call.dead ? { kind: 'KILLED' } : { kind: 'RETURNED', value }),
      (error: unknown) => ended(call.dead ? { kind: 'KILLED' } : { kind: 'THREW', error: asError(error) }),
    );
    const resume = await Promise.race([done, parked]);
    current = null;
    if (resume === undefined) return;
    paused(name);
    course.after(1 + choices.within(limitSeconds) / 1000, async () => {
      course.note(() => `${name} goes on`);
      current = call;
      resume();
      await done;
      current = null;
    });
  }

  function draw(name: string): Call {
    const fault = choices.odds(FAULTY) ? { kind: choices.oneOf(FAULTS), at: choices.pick(WITHIN_CALLS) } : null;
    const off = choices.odds(SKEWED) ? choices.pick(2 * SKEW_SECONDS + 1) : 0;
    if (off > 0) course.count('fault CLOCK_SKEW');
    const skew = (off % 2 === 1 ? 1 : -1) * Math.ceil(off / 2) * 1000 || 0;
    return { name, fault, skew, began: course.step(), calls: 0, dead: false };
  }

  return { clock, wrap, run, current: () => current };
}
export type Calls = ReturnType<typeof createCalls>;

const killed = () => new Error('the process was killed');
const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));
