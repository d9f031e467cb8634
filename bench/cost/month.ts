import type { Bill } from './bill.ts';
import { PRICES } from './prices.ts';
import type { FromTemplate } from './template.ts';

/** Rounds of the janitor in 30 days (lib/constructs/janitor.ts: every five minutes). */
const ROUNDS = (30 * 24 * 60) / 5;
/** Metrics that only their filters write: the janitor's rounds always, the others when there is something to count. */
const METRICS = { idle: 1, busy: 12 };

/** Dollars of a month with one guarded service, without gate builds, the model and logs, which are not ours to compute. */
export function monthOf({ house, service }: FromTemplate, round: Bill, deployed: Bill, changes: number) {
  const standing = ({ alarms, composites, dashboards, secrets }: FromTemplate['house']) =>
    alarms * PRICES.alarmMonth +
    composites * PRICES.compositeAlarmMonth +
    dashboards * PRICES.dashboardMonth +
    secrets * PRICES.secretMonth;
  return {
    house: standing(house),
    service: standing(service),
    customMetrics: (changes === 0 ? METRICS.idle : METRICS.busy) * PRICES.customMetricMonth,
    janitor: ROUNDS * (round.orchestrationSum + round.besideSum),
    orchestration: changes * deployed.orchestrationSum,
    measuring: changes * deployed.besideSum,
  };
}
export type Month = ReturnType<typeof monthOf>;
