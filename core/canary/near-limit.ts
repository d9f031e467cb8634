/** Share of a limit from which the baseline's own breach puts the environment, not the canary, under suspicion. */
const NEAR = 0.8;

/** True when the baseline has `events` in more than 80 % of `limit` of its requests. */
export function isNearLimit(events: number, requests: number, limit: number): boolean {
  return requests > 0 && events / requests > NEAR * limit;
}
