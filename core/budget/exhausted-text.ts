import type { Amount, Component } from '../contracts/budget.ts';
import type { Exhausted } from './reserve.ts';
import { dollars } from './micro-usd.ts';

const OF = {
  TASK: () => 'one call',
  RUN: () => 'this release',
  COMPONENT: (component: Component) => `${component} this month`,
  MONTH: () => 'all components this month',
} as const satisfies Record<Exhausted['level'], (component: Component) => string>;

const AMOUNT: Readonly<Record<keyof Amount, (value: number) => string>> = {
  microUsd: dollars,
  tokens: (value) => `${value.toLocaleString('en-US')} tokens`,
  seconds: (value) => `${value} s`,
};

/** Which cap had no room, for people; at most 300 characters. */
export function exhaustedText({ level, unit, cap, used, wanted }: Exhausted, component: Component): string {
  const say = AMOUNT[unit];
  return `budget of ${OF[level](component)}: ${say(used)} of ${say(cap)} are used, ${say(wanted)} more could be needed`;
}
