import type { Component } from '../contracts/budget.ts';
import type { GateResult } from '../contracts/gate-result.ts';
import type { Charge } from './charge.ts';
import { microUsd } from './micro-usd.ts';

/** By words in the names of stage and gate; the first that fits. What has none of them is static analysis. */
const KINDS: readonly (readonly [RegExp, Component])[] = [
  [/fuzz/i, 'fuzzer'],
  [/secur|secret|sast|vuln|audit|licen|sbom/i, 'security-scanner'],
  [/test|coverage|mutation|e2e/i, 'tests'],
];

/** The component of 000's table that a gate belongs to. */
export function componentOfGate({ gate, stage }: Pick<GateResult, 'gate' | 'stage'>): Component {
  // The gate says more than its stage: a stage "security" may hold a test.
  for (const name of [gate, stage]) for (const [pattern, component] of KINDS) if (pattern.test(name)) return component;
  return 'static-analysis';
}

/** What the gates of a release took, one charge a component: their real seconds, and dollars by the minute. */
export function gateCharges(
  releaseId: string,
  results: readonly GateResult[],
  { at, minuteUsd }: { readonly at: string; readonly minuteUsd: number },
): readonly Charge[] {
  const groups = Map.groupBy(results, componentOfGate);
  return [...groups].map(([component, gates]) => {
    const seconds = Math.ceil(gates.reduce((sum, gate) => sum + gate.seconds, 0));
    return {
      id: `${releaseId}.gates.${component}`,
      component,
      provider: 'gates',
      at,
      amount: { microUsd: Math.ceil((microUsd(minuteUsd) * seconds) / 60), tokens: 0, seconds },
    };
  });
}
