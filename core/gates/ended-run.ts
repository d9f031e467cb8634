import type { GateRun } from '../contracts/gate-result.ts';
import type { BuildRequest, GatesReport } from '../contracts/gates-report.ts';

/** Whose gates were asked for, as it was written down before the build ran. */
type Asked = Pick<BuildRequest, 'buildId' | 'releaseId' | 'service' | 'head'>;

/**
 * What a build's end means for its release. PASSED only when the build succeeded, left a report of itself, of this very
 * release, service and head, with an artifact, and every configured gate is in it as PASSED; a report that is missing or
 * of something else is a failed run. The results are kept in any case: they tell the author what to mend.
 * @param expected names of the configured gates
 */
export function endedRun(facts: {
  readonly buildStatus: string;
  readonly report: GatesReport | null;
  readonly asked: Asked;
  readonly expected: readonly string[];
}): GateRun {
  const { buildStatus, report, asked, expected } = facts;
  if (report === null) return failed(`the build ended as ${buildStatus} and left no report that can be read`, []);
  for (const what of ['buildId', 'releaseId', 'service', 'head'] as const)
    if (report.request[what] !== asked[what])
      return failed(`the report is of ${what} ${report.request[what]}, expected ${asked[what]}`, []);
  const { run } = report;
  if (run.status === 'FAILED') return run;
  const missing = expected.filter((gate) => !run.results.some((r) => r.gate === gate && r.status === 'PASSED'));
  const spoilt = run.results.find((r) => r.status !== 'PASSED');
  if (buildStatus !== 'SUCCEEDED') return failed(`the build ended as ${buildStatus}`, run.results);
  if (run.status !== 'PASSED') return failed(`the report says ${run.status}`, run.results);
  if (expected.length === 0) return failed('no gate is configured', run.results);
  if (missing.length > 0) return failed(`no passed result of ${missing.join(', ')}`, run.results);
  if (spoilt !== undefined) return failed(`${spoilt.gate}: ${spoilt.status}`, run.results);
  if (report.artifact === null) return failed('the build left no artifact', run.results);
  return run;
}

function failed(why: string, results: GateRun['results']): GateRun {
  return { status: 'FAILED', summary: why.slice(0, 1000), results };
}
