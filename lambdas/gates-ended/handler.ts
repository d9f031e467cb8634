import type { z } from 'zod';
import type { buildEndedContract } from '../../core/contracts/build-ended.ts';
import { Terminal, Transient } from '../../core/contracts/errors.ts';
import {
  buildArtifactKey,
  buildReportKey,
  gatesReportSchema,
  type GatesReport,
} from '../../core/contracts/gates-report.ts';
import { endedRun } from '../../core/gates/ended-run.ts';
import type { Deps } from './deps.ts';

/** What CodeBuild calls the end of a build; FAILED until proved otherwise holds for words it may add. */
const UNDER_WAY = new Set(['IN_PROGRESS']);

/**
 * A build has ended: its report is read, the result stored, and only then the waiting task answered. A second event of
 * the same build finds the result and sends the answer again.
 */
export const createHandler = (deps: Deps) => async (event: z.output<typeof buildEndedContract.input>) => {
  const { gateRuns, builds, artifacts } = deps.documents;
  const buildStatus = event.detail['build-status'];
  if (UNDER_WAY.has(buildStatus)) return { status: null };
  // The event has the ARN, StartBuild and everything else the id.
  const buildId = event.detail['build-id'].replace(/^.*:build\//, '');
  const build = await builds.get(buildId);
  // It may have ended before whoever started it wrote its id down.
  if (build === null) throw new Transient('the build belongs to no release that is known');
  const before = await gateRuns.get(build.releaseId);
  if (before === null) throw new Terminal(`the gate run of ${build.releaseId} is not stored`);

  if (before.result === null) {
    const report = readReport(await deps.blobs.get(buildReportKey(buildId)));
    const { gates } = (await deps.settings.current()).config;
    const expected = gates.stages.flatMap((stage) => stage.gates.map(({ name }) => name));
    const { releaseId, service, head } = before;
    const result = endedRun({ buildStatus, report, asked: { buildId, releaseId, service, head }, expected });
    const built = report?.artifact ?? null;
    if (result.status === 'PASSED' && built !== null)
      // The first bytes of a commit are the ones that are reviewed, tried and approved. Where they lie is what this
      // build may write, not what its report says.
      await artifacts.change(
        service,
        (current) => (current === null ? { ...built, key: buildArtifactKey(buildId), published: {} } : null),
        head,
      );
    await gateRuns.change(build.releaseId, (current) =>
      current === null || current.result !== null ? null : { ...current, result },
    );
  }
  const run = await gateRuns.get(build.releaseId);
  if (run === null || run.result === null) throw new Terminal(`the gate run of ${build.releaseId} was not stored`);
  await deps.callbacks.succeed(run.taskToken, { status: run.result.status });
  return { status: run.result.status };
};

function readReport(bytes: Uint8Array | null): GatesReport | null {
  if (bytes === null) return null;
  try {
    const parsed = gatesReportSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
