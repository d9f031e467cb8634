import type { Facts } from '../contracts/facts.ts';
import type { Finding, GateResult } from '../contracts/gate-result.ts';
import type { Reason } from '../contracts/reason.ts';
import { plainText } from './plain-text.ts';
import { reasonNode } from './reason-node.ts';

/** Findings told in the tree; the gate results hold all of them. */
const FINDINGS_PER_GATE = 10;
const FINDINGS_IN_ALL = 30;

/** True only when the run says so, every result says so and there is at least one: a missing result is a failed gate. */
export function gatesPassed({ gates }: Pick<Facts, 'gates'>): boolean {
  return (
    gates.status === 'PASSED' && gates.results.length > 0 && gates.results.every(({ status }) => status === 'PASSED')
  );
}

export function gatesReason(facts: Pick<Facts, 'gates'>): Reason {
  const { status, results } = facts.gates;
  let left = FINDINGS_IN_ALL;
  const children = results.map((result) => {
    const shown =
      result.status === 'PASSED' ? [] : worstFirst(result.findings).slice(0, Math.min(left, FINDINGS_PER_GATE));
    left -= shown.length;
    return gateNode(result, shown);
  });
  const failed = results.filter((result) => result.status !== 'PASSED');
  const observed = gatesPassed(facts)
    ? `all ${results.length} gates passed`
    : results.length === 0
      ? `no gate has a result, the run is ${status}`
      : `${failed.length} of ${results.length} gates did not pass, the run is ${status}`;
  return reasonNode('gates', gatesPassed(facts) ? 'OK' : 'REJECT', observed, 'every gate PASSED', children);
}

function gateNode(result: GateResult, shown: readonly Finding[]): Reason {
  const status = result.status === 'PASSED' ? 'OK' : 'REJECT';
  const more = result.findings.length - shown.length;
  const rest = status === 'REJECT' && more > 0 ? ` (${more} more findings in the gate's result)` : '';
  const observed = `${result.status}: ${plainText(result.summary, 1000)}${rest}`;
  return reasonNode(`gate ${result.gate}`, status, observed, 'PASSED', shown.map(findingNode));
}

function findingNode(finding: Finding): Reason {
  const file = finding.file === undefined ? '' : plainText(finding.file, 300);
  const place = file === '' ? '' : `${file}${finding.line === undefined ? '' : `:${finding.line}`}: `;
  return reasonNode(
    finding.rule === '' ? finding.category : finding.rule,
    finding.severity === 'error' ? 'REJECT' : 'NOTE',
    `${place}${plainText(finding.message, 300)}`,
    `no ${finding.category} finding`,
  );
}

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const rank = { error: 0, warning: 1, note: 2 } as const;
  return [...findings].sort((a, b) => rank[a.severity] - rank[b.severity]);
}
