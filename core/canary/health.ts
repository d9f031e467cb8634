import type { Arm } from '../contracts/measurement.ts';

const REMEMBERED = 3;
export const HEALTH_TO_FAIL = 2;

/**
 * The last three health checks after this bucket, newest last. A bucket does not tell the order of its checks: the
 * failed ones are taken as the latest.
 */
export function addHealth(before: readonly boolean[], { healthChecks = 0, unhealthy = 0 }: Arm): readonly boolean[] {
  const failed = Math.min(REMEMBERED, unhealthy);
  const passed = Math.min(REMEMBERED, Math.max(0, healthChecks - unhealthy));
  if (failed + passed === 0) return before;
  const added = [...Array<boolean>(passed).fill(true), ...Array<boolean>(failed).fill(false)];
  return [...before, ...added].slice(-REMEMBERED);
}

/** Two failed checks of the last three fail a canary (004-21), in warm-up too; one blip does not. */
export function isUnhealthy(health: readonly boolean[]): boolean {
  return health.filter((healthy) => !healthy).length >= HEALTH_TO_FAIL;
}
