import { listField, payloadField, textField } from '../audit/payload-field.ts';
import type { AuditRecord, Json } from '../contracts/audit-record.ts';
import { componentSchema, type Component } from '../contracts/budget.ts';
import { componentOfGate } from './gate-charges.ts';

/** Triggers that fire when the reviewer warns. */
export const WARNINGS: readonly string[] = ['risk-score', 'model-asks'];

/** The result of a shift, off the last record of its phase; null when none ended. */
export function shiftResult(records: readonly AuditRecord[], phase: string): string | null {
  const ended = records.findLast((r) => r.event === 'shift.ended' && textField(r.payload, 'phase') === phase);
  return textField(ended?.payload, 'result');
}

/**
 * The components that looked at this release and let it through, each of them once: what was delegated to them. A gate
 * that did not pass and a review that asked for a person let nothing through.
 */
export function delegationsOf(records: readonly AuditRecord[]): ReadonlySet<Component> {
  const payload = (event: string) => records.findLast((r) => r.event === event)?.payload;
  const passed = (listField(payload('gates.ended'), 'results') ?? []).filter(
    (r) => textField(r, 'status') === 'PASSED',
  );
  const triggers = listField(payload('decision.made'), 'triggers') ?? [];
  const asked = WARNINGS.some((name) => triggers.includes(name));
  const reviewed = ['REVIEWED', 'PARTIAL'].includes(textField(payload('review.ended'), 'status') ?? '') && !asked;
  const rollout = shiftResult(records, 'ROLLOUT');
  return new Set<Component>([
    ...passed.map(gateComponent),
    ...(reviewed ? (['code-reviewer'] as const) : []),
    ...(shiftResult(records, 'STAGING') === 'PASSED' ? (['staging-deploy'] as const) : []),
    ...(shiftResult(records, 'CANARY') === 'PASSED' ? (['canary-analysis'] as const) : []),
    ...(rollout !== null && rollout !== 'NOT_STARTED' ? (['production-deploy'] as const) : []),
    'orchestrator',
  ]);
}

/** As the record says; records from before it said so name only the gate. */
function gateComponent(result: Json): Component {
  const said = componentSchema.safeParse(payloadField(result, 'component'));
  return said.success ? said.data : componentOfGate({ gate: textField(result, 'gate') ?? '', stage: '' });
}
