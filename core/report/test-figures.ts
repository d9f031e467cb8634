import { count } from '../canary/figures.ts';
import type { AnalysisTest } from '../contracts/analysis.ts';
import { testName } from './test-names.ts';

export const TEST_HEADINGS = ['Test', 'Seen', 'Expected', 'Fails at', 'Ratio (95 %)', 'Budget used'] as const;

/** One test as the cells of a table. A question that could not be asked says so in its first figure. */
export function testFigures(test: AnalysisTest): readonly string[] {
  const { id, observed, expectedIfNoWorse, failsAt, alphaShare, alphaSpent } = test;
  return [
    testName(id),
    observed === null ? 'not asked' : count(observed),
    observed === null || expectedIfNoWorse === null ? '-' : count(expectedIfNoWorse),
    observed === null || failsAt === null ? '-' : count(failsAt),
    ratioText(test),
    alphaShare === null || alphaSpent === null || observed === null ? '-' : share(alphaSpent / alphaShare),
  ];
}

function ratioText({ ratio, ratioCI95 }: AnalysisTest): string {
  if (ratioCI95 === null) return ratio === null ? '-' : figure(ratio);
  const [low, high] = ratioCI95;
  return `${ratio === null ? '-' : figure(ratio)} (${figure(low)} to ${high === null ? 'any' : figure(high)})`;
}

const figure = (n: number): string => (n >= 100 ? count(n) : String(Number(n.toPrecision(2))));
const share = (n: number): string => `${Math.round(n * 100)} %`;
