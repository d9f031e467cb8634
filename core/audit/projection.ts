import type { AuditRecord, Json } from '../contracts/audit-record.ts';
import type { Deployment, ShiftEntry } from './deployment.ts';
import { changedFiles } from './changed-files.ts';
import { listField, payloadField, textField } from './payload-field.ts';

/**
 * 001's deployment log as a projection of the audit log (K20): one entry for each release, in the order of `records`.
 * The number in `auto-deploy-YYYYMMDD-NNN` counts the releases of a UTC day, so all releases have to be there, in export
 * order; pick one afterwards.
 */
export function deploymentsOf(records: Iterable<AuditRecord>): Deployment[] {
  const ofDay = new Map<string, number>();
  return [...Map.groupBy(records, (record) => record.releaseId).values()].map((release) => {
    const day = release[0]!.at.slice(0, 10).replaceAll('-', '');
    const number = (ofDay.get(day) ?? 0) + 1;
    ofDay.set(day, number);
    return deployment(`auto-deploy-${day}-${String(number).padStart(3, '0')}`, release);
  });
}

function deployment(deploymentId: string, records: readonly AuditRecord[]): Deployment {
  const first = records[0]!;
  const last = (event: string) => records.findLast((r) => r.event === event);
  const [opened, closed] = [last('release.opened'), last('release.closed')];
  const [decision, gates] = [last('decision.made')?.payload, last('gates.ended')?.payload];
  const [staging, canary, rollout, watch] = ['STAGING', 'CANARY', 'ROLLOUT', 'WATCH'].map((p) => shift(records, p));
  const outcome = textField(closed?.payload, 'outcome');
  const confidence = payloadField(decision, 'confidence');
  const route = textField(decision, 'route');
  return {
    deploymentId,
    timestamp: first.at,
    releaseId: first.releaseId,
    issue: {
      id: first.head.change,
      // The change's title is why the release was opened.
      title: textField(opened?.payload, 'title') ?? opened?.rationale ?? null,
      domain: textField(opened?.payload, 'domain'),
      severity: textField(opened?.payload, 'severity'),
    },
    resolution: {
      goalId: null,
      specPath: null,
      workflowName: null,
      tasksCompleted: null,
      filesModified: changedFiles(opened?.payload),
    },
    validation: {
      testsPass: passed(gates, /test/i),
      securityScanPass: passed(gates, /secur|secret|sast|vuln/i),
      codeQualityPass: passed(gates, /lint|quality|type|format|analysis/i),
    },
    staging: { ...entry(staging), validationPassed: staging?.result ? staging.result === 'PASSED' : null },
    production: {
      ...entry(rollout),
      monitoringDuration: entry(watch).monitoringDuration,
      // Integer hundredths in the log; 001 writes 0.92.
      confidenceScore: typeof confidence === 'number' ? confidence / 100 : null,
      approvalRequired: route === null ? null : route === 'HUMAN',
      rollbackOccurred: rolledBack(outcome, [canary, rollout, watch]),
    },
    outcome: {
      success: outcome === null ? null : outcome === 'DEPLOYED',
      totalTime: seconds(first.at, closed?.at),
      timeToProduction: rollout?.result === 'PASSED' ? seconds(first.at, rollout.ended) : null,
      timeToConfirmed: watch?.result === 'PASSED' ? seconds(first.at, watch.ended) : null,
      issueResolved: null,
      preventionAdded: null,
    },
  };
}

type Shift = { readonly started: string | null; readonly ended: string | null; readonly result: string | null };

function shift(records: readonly AuditRecord[], phase: string): Shift {
  const last = (event: string) => records.findLast((r) => r.event === event && textField(r.payload, 'phase') === phase);
  const ended = last('shift.ended');
  return {
    started: last('shift.started')?.at ?? null,
    ended: ended?.at ?? null,
    result: textField(ended?.payload, 'result'),
  };
}

function entry(of: Shift | undefined): ShiftEntry {
  const { started = null, ended = null, result = null } = of ?? {};
  return {
    deployed: result === null ? null : result !== 'NOT_STARTED',
    deploymentTime: started ?? ended,
    monitoringDuration: started && ended ? seconds(started, ended) : null,
  };
}

/** Every gate of a kind has PASSED; null when no gate is named after that kind, for then nobody looked. */
function passed(gates: Json | undefined, kind: RegExp): boolean | null {
  const name = (result: Json) => `${textField(result, 'stage') ?? ''} ${textField(result, 'gate') ?? ''}`;
  const ofKind = (listField(gates, 'results') ?? []).filter((result) => kind.test(name(result)));
  return ofKind.length === 0 ? null : ofKind.every((result) => textField(result, 'status') === 'PASSED');
}

function rolledBack(outcome: string | null, inProduction: readonly (Shift | undefined)[]): boolean | null {
  const failed = inProduction.some(
    (s) => s?.result === 'FAILED' || s?.result === 'ROLLBACK_FAILED' || s?.result === 'FROZEN',
  );
  if (failed || outcome === 'ROLLED_BACK' || outcome === 'ROLLBACK_FAILED') return true;
  return outcome === null ? null : false;
}

function seconds(from: string, to: string | null | undefined): number | null {
  return to ? Math.round((Date.parse(to) - Date.parse(from)) / 1000) : null;
}
