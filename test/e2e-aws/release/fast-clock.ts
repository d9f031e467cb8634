import type { Clock } from '../../../lambdas/ports.ts';

/**
 * The steps' clock while the emulator runs them: `FAST_CLOCK_SPEED` times as fast as the wall clock since
 * `FAST_CLOCK_ORIGIN` (milliseconds since 1970). It takes the wall clock's place when the bundles are made (app.ts), so
 * no bundle that is deployed to an account has a clock that could be set.
 */
const origin = Number(process.env['FAST_CLOCK_ORIGIN']);
const speed = Number(process.env['FAST_CLOCK_SPEED']);
if (!(origin > 0) || !(speed > 0)) throw new Error('the fast clock is not set');

export const clock: Clock = { now: () => Math.round(origin + (Date.now() - origin) * speed) };
