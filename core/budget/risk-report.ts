import { upperBound95 } from '../canary/upper-bound.ts';
import type { AuditRecord } from '../contracts/audit-record.ts';
import { componentSchema, type Component } from '../contracts/budget.ts';
import type { BudgetsConfig } from '../contracts/config-budgets.ts';
import { monthOf } from './books.ts';
import { delegationsOf } from './delegations.ts';
import { incidentsOf, type Incident } from './incidents.ts';
import { microUsd } from './micro-usd.ts';

export type RiskRow = {
  readonly component: Component;
  readonly capMicroUsd: number;
  /** Releases of the month that it let through; with none, nothing is known of it, which is not the same as no risk. */
  readonly delegations: number;
  readonly incidents: number;
  readonly usedMicroUsd: number;
  readonly leftMicroUsd: number;
  /** The share of its releases, 0 to 1, that may do harm at 95 % confidence (Clopper and Pearson); null with none. */
  readonly harmAtMost: number | null;
};
export type RiskReport = {
  readonly month: string;
  readonly components: readonly RiskRow[];
  readonly usedMicroUsd: number;
  readonly capMicroUsd: number;
  readonly alarmMicroUsd: number;
  readonly exhausted: boolean;
};

/**
 * Delegation risk of a month (000-5 to 000-14, 000-44): dollars of harm that was observed, charged to the components
 * that it had been delegated to. The source names budgets and no formula; this is Σ incidents · weight of their kind
 * (`budgets.incidentUsd`), shared equally, over releases that ended in the month. Nothing is charged for what could
 * have gone wrong: how far that is unknown is what `harmAtMost` says.
 *
 * @param records all of them, in the order of an export
 */
export function riskReport(records: Iterable<AuditRecord>, month: string, budgets: BudgetsConfig): RiskReport {
  const releases = [...Map.groupBy(records, ({ releaseId }) => releaseId).values()].filter((release) =>
    release.some(({ event, at }) => event === 'release.closed' && monthOf(at) === month),
  );
  const incidents = releases.flatMap(incidentsOf);
  const delegated = releases.map(delegationsOf);
  const weight = ({ kind, components }: Incident) => Math.ceil(microUsd(budgets.incidentUsd[kind]) / components.length);
  const components = componentSchema.options.map((component): RiskRow => {
    const own = incidents.filter((incident) => incident.components.includes(component));
    const delegations = delegated.filter((set) => set.has(component)).length;
    const usedMicroUsd = own.reduce((sum, incident) => sum + weight(incident), 0);
    const capMicroUsd = microUsd(budgets.componentsUsd[component]);
    return {
      ...{ component, capMicroUsd, delegations, usedMicroUsd },
      incidents: own.length,
      leftMicroUsd: capMicroUsd - usedMicroUsd,
      harmAtMost: delegations === 0 ? null : upperBound95(Math.min(own.length, delegations), delegations),
    };
  });
  const usedMicroUsd = components.reduce((sum, row) => sum + row.usedMicroUsd, 0);
  const alarmMicroUsd = microUsd(budgets.alarmUsd);
  return {
    ...{ month, components, usedMicroUsd, alarmMicroUsd },
    capMicroUsd: microUsd(budgets.monthUsd),
    exhausted:
      (usedMicroUsd > 0 && usedMicroUsd >= alarmMicroUsd) ||
      components.some((row) => row.usedMicroUsd > 0 && row.leftMicroUsd <= 0),
  };
}
