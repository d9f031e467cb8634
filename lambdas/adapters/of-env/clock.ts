import type { Clock } from '../../ports.ts';

/** The wall clock. The emulator's run puts a faster one in its place when it bundles (test/e2e-aws). */
export const clock: Clock = { now: () => Date.now() };
