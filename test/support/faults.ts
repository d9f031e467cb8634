import { Transient } from '../../core/contracts/errors.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { World } from './steps-world.ts';

type Ports = World['ports'];
type Call = (...args: readonly unknown[]) => Promise<unknown>;
type MethodsOf<P> = { [M in keyof P]: P[M] extends (...args: never[]) => Promise<unknown> ? M : never }[keyof P] &
  string;

/** The next call of this method is not carried out and fails; those after it work. */
export function failOnce<P extends keyof Ports>(world: World, port: P, method: MethodsOf<Ports[P]>): void {
  wrap(world, port, method, (_, restore) => async () => {
    restore();
    throw new Transient(`${port}.${method} does not answer`);
  });
}

/** The audit keys that were written at the moment of each call of this method. */
export function keysAt<P extends keyof Ports>(
  world: World,
  port: P,
  method: MethodsOf<Ports[P]>,
  releaseId: ReleaseId,
): (readonly string[])[] {
  const seen: (readonly string[])[] = [];
  wrap(world, port, method, (call) => async (...args) => {
    seen.push(await world.keys(releaseId));
    return call(...args);
  });
  return seen;
}

/**
 * Lets the process die behind the `nth` call of any port (1 is the first; 0 is none): that call is carried out, and
 * neither its answer nor any later call gets through until `revive`. `calls` counts them.
 */
export function dieAfter(world: World, nth: number): { calls(): number; revive(): void } {
  let calls = 0;
  let dead = false;
  let off = false;
  const killed = () => new Transient('the process was killed');
  for (const [port, adapter] of Object.entries(world.ports))
    for (const method of Object.keys(adapter).filter((m) => isCall(adapter, m)))
      wrap(world, port as keyof Ports, method as never, (call) => async (...args) => {
        if (off) return call(...args);
        if (dead) throw killed();
        calls += 1;
        if (calls !== nth) return call(...args);
        dead = true;
        await call(...args);
        throw killed();
      });
  return { calls: () => calls, revive: () => void (off = true) };
}

/** Not the clock, which nobody waits for, and not what only the tests call. */
const NOT_CALLS = ['now', 'advance', 'set', 'finish', 'change', 'sign', 'lines', 'dueHolds'];
const isCall = (adapter: object, method: string) =>
  typeof (adapter as Record<string, unknown>)[method] === 'function' && !NOT_CALLS.includes(method);

function wrap(
  world: World,
  port: keyof Ports,
  method: string,
  around: (call: Call, restore: () => void) => Call,
): void {
  const adapter = world.ports[port] as unknown as Record<string, Call>;
  const original = adapter[method]!;
  adapter[method] = around(
    (...args) => original.apply(adapter, args as unknown[]),
    () => void (adapter[method] = original),
  );
}
