import type { fixedClock } from '../support/fixed-clock.ts';

/**
 * What a suite is given: the adapter on an empty store, the clock it reads, and a second instance on the same store, as
 * another process would have it. `end` closes and removes everything.
 */
export type AdapterUnderTest<P> = {
  readonly port: P;
  readonly other: P;
  readonly clock: ReturnType<typeof fixedClock>;
  end(): void | Promise<void>;
};
export type MakeAdapter<A> = () => A | Promise<A>;

/** Runs `test` on a fresh adapter and ends it whatever happens. */
export function withAdapter<A extends { end(): void | Promise<void> }>(make: MakeAdapter<A>) {
  return (test: (adapter: A) => Promise<void>) => async () => {
    const adapter = await make();
    try {
      await test(adapter);
    } finally {
      await adapter.end();
    }
  };
}
