import type { BudgetReport } from '../core/budget/budget-report.ts';
import { dollars } from '../core/budget/micro-usd.ts';
import type { RiskReport } from '../core/budget/risk-report.ts';
import type { RunLedger } from '../core/contracts/budget.ts';
import { duration, safe, table } from './print.ts';

const time = (seconds: number) => duration(seconds * 1000);
const count = (n: number) => n.toLocaleString('en-US');

export function budgetTable(report: BudgetReport): string {
  const { month, components, total, alarmMicroUsd, releases, perRelease } = report;
  const row = (name: string, r: typeof total) => [
    name,
    ...[r.capMicroUsd, r.spent.microUsd, r.reserved.microUsd, r.leftMicroUsd].map(dollars),
    count(r.spent.tokens + r.reserved.tokens),
    time(r.spent.seconds + r.reserved.seconds),
    count(r.calls),
  ];
  return [
    `Spending in ${month}`,
    table([
      ['COMPONENT', 'CAP', 'SPENT', 'RESERVED', 'LEFT', 'TOKENS', 'TIME', 'USES'],
      ...components.map((r) => row(r.component, r)),
      row('all', total),
    ]),
    '',
    `Alarm line ${dollars(alarmMicroUsd)}. RESERVED are worst cases of calls whose end is not known: they count as spent.`,
    perRelease === null
      ? 'No release ended in this month.'
      : `${releases === 1 ? 'One release' : `${count(releases)} releases`} ended, on average ${dollars(perRelease.microUsd)}, ${count(perRelease.tokens)} tokens and ${time(perRelease.seconds)} of machines each.`,
  ].join('\n');
}

export function riskTable({ month, components, usedMicroUsd, capMicroUsd, alarmMicroUsd }: RiskReport): string {
  return [
    `Delegation risk in ${month}: harm that was observed, charged to the components that let it through`,
    table([
      ['COMPONENT', 'CAP', 'USED', 'LEFT', 'INCIDENTS', 'RELEASES', 'HARM AT MOST'],
      ...components.map((r) => [
        r.component,
        ...[r.capMicroUsd, r.usedMicroUsd, r.leftMicroUsd].map(dollars),
        count(r.incidents),
        count(r.delegations),
        r.harmAtMost === null ? 'not known' : `${(r.harmAtMost * 100).toFixed(1)} %`,
      ]),
    ]),
    '',
    `${dollars(usedMicroUsd)} of ${dollars(capMicroUsd)} are used; alarm line ${dollars(alarmMicroUsd)}.`,
    'HARM AT MOST: the share of its releases that may do harm, at 95 % confidence. Few releases prove little.',
  ].join('\n');
}

export function runTable(releaseId: string, { entries }: RunLedger): string {
  if (entries.length === 0) return `${releaseId} has used no budget.`;
  return table([
    ['COMPONENT', 'PROVIDER', 'WORST', 'TOOK', 'TOKENS', 'TIME'],
    ...entries.map(({ component, provider, worst, actual }) => [
      component,
      safe(provider),
      dollars(worst.microUsd),
      actual === null ? 'not known' : dollars(actual.microUsd),
      count((actual ?? worst).tokens),
      time((actual ?? worst).seconds),
    ]),
  ]);
}
