import type { RiskClass, Signal, SignalKind } from '../contracts/facts.ts';

/** 004-17 and K13. */
const HIGH: readonly SignalKind[] = ['auth', 'payments', 'schema-change', 'infrastructure', 'config-ci', 'secret'];
/** 004-15 and K13. */
const LOW: readonly SignalKind[] = ['docs', 'tests', 'config-nonprod'];

/**
 * Risk class of a change and the signals that raised it there, in their order (004-15..17, K13). LOW only when every
 * signal is known to be harmless; a change without any signal is unknown and therefore MEDIUM.
 */
export function riskClassOf(signals: readonly Signal[]): {
  readonly riskClass: RiskClass;
  readonly raisedBy: readonly SignalKind[];
} {
  const kinds = signals.map(({ kind }) => kind);
  const high = kinds.filter((kind) => HIGH.includes(kind));
  if (high.length > 0) return { riskClass: 'HIGH', raisedBy: high };
  const medium = kinds.filter((kind) => !LOW.includes(kind));
  if (medium.length > 0 || kinds.length === 0) return { riskClass: 'MEDIUM', raisedBy: medium };
  return { riskClass: 'LOW', raisedBy: [] };
}
