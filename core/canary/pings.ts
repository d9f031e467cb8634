import { addHealth, isUnhealthy } from './health.ts';

/** Health checks of the watch so far: how many, how many failed, the last three (newest last), what was last wrong. */
export type Pings = {
  readonly ran: number;
  readonly failed: number;
  readonly last: readonly boolean[];
  readonly problem: string | null;
};

export const NO_PINGS: Pings = { ran: 0, failed: 0, last: [], problem: null };
/** Of the words that travel through the state machine. */
const LONGEST = 300;

type Result = { readonly kind: string; readonly passed: boolean; readonly detail: string };

/** One more ping (004-23, 004-42): passed when the service's health was asked and every answer was good. */
export function addPing(pings: Pings, results: readonly Result[]): Pings {
  const health = results.filter(({ kind }) => kind === 'service-health');
  const bad = health.find(({ passed }) => passed !== true);
  const passed = health.length > 0 && bad === undefined;
  return {
    ran: pings.ran + 1,
    failed: pings.failed + (passed ? 0 : 1),
    last: addHealth(pings.last, { requests: 0, errors: 0, healthChecks: 1, unhealthy: passed ? 0 : 1 }),
    problem: passed ? pings.problem : (bad?.detail ?? 'the health check did not run').slice(0, LONGEST).toWellFormed(),
  };
}

/** The same rule as for the checks that come with the measurements: two failed ones of the last three (004-21). */
export const pingsFail = ({ last }: Pings): boolean => isUnhealthy(last);

/** `58 of 60 health checks passed` */
export const pingWords = ({ ran, failed }: Pick<Pings, 'ran' | 'failed'>): string =>
  `${ran - failed} of ${ran} health checks passed`;
