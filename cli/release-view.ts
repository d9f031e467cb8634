import type { Finding } from '../core/contracts/gate-result.ts';
import type { ReleaseId } from '../core/contracts/ids.ts';
import type { Hold } from '../core/contracts/hold.ts';
import type { Incident } from '../core/contracts/incident.ts';
import type { Release } from '../core/contracts/release.ts';
import type { ShiftEvidence } from '../core/contracts/shift-evidence.ts';
import { phaseSchema } from '../core/contracts/shift.ts';
import type { Verdict } from '../core/contracts/verdict.ts';
import { textField } from '../core/audit/payload-field.ts';
import { evidenceOf } from '../lambdas/kit/evidence.ts';
import { InvalidInput } from '../core/contracts/errors.ts';
import type { ReadPorts } from './home.ts';

/** Everything about one release that is worth reading, as `show --json` prints it. */
export type ReleaseView = {
  readonly release: Release;
  readonly steps: readonly {
    readonly seq: number;
    readonly at: string;
    readonly event: string;
    /** STAGING, CANARY, ROLLOUT or WATCH, where the step belongs to one. */
    readonly phase: string | null;
    readonly rationale: string;
    readonly by: string;
  }[];
  /** Whether the reviewer gave a usable report. */
  readonly reviewed: boolean;
  readonly verdict: Verdict | null;
  readonly findings: readonly (Finding & { readonly gate: string })[];
  readonly holds: readonly Hold[];
  readonly shifts: readonly ShiftEvidence[];
  /** The packet of what production did not take; null where there is none. */
  readonly incident: Incident | null;
};

export async function releaseView(
  ports: Pick<ReadPorts, 'releases' | 'auditLog' | 'blobs' | 'holds'>,
  releaseId: ReleaseId,
): Promise<ReleaseView> {
  const release = await ports.releases.get(releaseId);
  if (release === null)
    throw new InvalidInput(`release: found "${releaseId}"; expected one that "interlock releases" lists`);
  const evidence = evidenceOf(ports.blobs, releaseId);
  const gates = await evidence.find('gates');
  const review = await evidence.find('review');
  const shifts = await Promise.all(phaseSchema.options.map((phase) => evidence.shift(phase)));
  return {
    release,
    steps: (await ports.auditLog.records(releaseId)).map((r) => ({
      seq: r.seq,
      at: r.at,
      event: r.event,
      phase: textField(r.payload, 'phase'),
      rationale: r.rationale,
      by: r.actor.id,
    })),
    reviewed: review !== null && review.kind !== 'UNAVAILABLE',
    verdict: await evidence.find('verdict'),
    findings: (gates?.results ?? []).flatMap((r) => r.findings.map((f) => ({ ...f, gate: r.gate }))),
    holds: await ports.holds.ofRelease(releaseId),
    shifts: shifts.filter((s) => s !== null),
    incident: await evidence.find('incident'),
  };
}
