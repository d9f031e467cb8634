import { styleText } from 'node:util';
import type { Verdict } from '../core/contracts/verdict.ts';
import { reasonsAsText } from '../core/report/reasons-as-text.ts';

/** The verdict in one line, and below it the tree of reasons. */
export function verdictAsText(verdict: Verdict, { colour }: { readonly colour: boolean }): string {
  const { route, riskClass, confidence, because } = verdict;
  const head = `Decision: ${route}, class ${riskClass}, confidence ${(confidence / 100).toFixed(2)}`;
  const shown = colour ? styleText('bold', head, { validateStream: false }) : head;
  return `${shown}\n${reasonsAsText(because, { colour })}`;
}
