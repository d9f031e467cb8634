import type { Component } from '../contracts/budget.ts';
import type { BudgetsConfig } from '../contracts/config-budgets.ts';
import { microUsd } from './micro-usd.ts';

/** What a use of `component` is held against, month ≥ component ≥ run ≥ task (K22). */
export type Caps = {
  readonly monthMicroUsd: number;
  readonly componentMicroUsd: number;
  readonly runMicroUsd: number;
  readonly runTokens: number;
  readonly runSeconds: number;
  readonly taskTokens: number;
};
/** What a request asks for itself. */
export type RunCaps = Partial<Pick<Caps, 'runMicroUsd' | 'runTokens'>>;

/** Caps of the config; a request may only lower them (K22), whatever it asks for. */
export function capsOf(budgets: BudgetsConfig, component: Component, asked: RunCaps = {}): Caps {
  const runTokens = Math.min(budgets.perRunTokens, asked.runTokens ?? Infinity);
  return {
    monthMicroUsd: microUsd(budgets.monthUsd),
    componentMicroUsd: microUsd(budgets.componentsUsd[component]),
    runMicroUsd: Math.min(microUsd(budgets.perRunUsd), asked.runMicroUsd ?? Infinity),
    runTokens,
    runSeconds: budgets.wallTimeMinutes * 60,
    taskTokens: Math.min(budgets.perTaskTokens, runTokens),
  };
}
