/** Share of requests with the event, 0 to 1; 0 when there were none. */
export function rateOf(events: number, requests: number): number {
  return requests > 0 ? events / requests : 0;
}
