import type { GateRun } from '../contracts/gate-result.ts';
import type { GatesReport } from '../contracts/gates-report.ts';

/**
 * What a build's end means for its release. PASSED only when the build succeeded, left a report of this very head, and
 * every configured gate is in it as PASSED; a report that is missing or of something else is a failed run. The results
 * are kept in any case: they tell the author what to mend.
 * @param expected names of the configured gates
 */
export function endedRun(facts: {
  readonly buildStatus: string;
  readonly report: GatesReport | null;
  readonly head: string;
  readonly expected: readonly string[];
}): GateRun {
  const { buildStatus, report, head, expected } = facts;
  if (report === null) return failed(`the build ended as ${buildStatus} and left no report that can be read`, []);
  if (report.head !== head)
    return failed(`the report is of ${report.head.slice(0, 12)}, expected ${head.slice(0, 12)}`, []);
  const { run } = report;
  if (run.status === 'FAILED') return run;
  const missing = expected.filter((gate) => !run.results.some((r) => r.gate === gate && r.status === 'PASSED'));
  const spoilt = run.results.find((r) => r.status !== 'PASSED');
  if (buildStatus !== 'SUCCEEDED') return failed(`the build ended as ${buildStatus}`, run.results);
  if (run.status !== 'PASSED') return failed(`the report says ${run.status}`, run.results);
  if (expected.length === 0) return failed('no gate is configured', run.results);
  if (missing.length > 0) return failed(`no passed result of ${missing.join(', ')}`, run.results);
  if (spoilt !== undefined) return failed(`${spoilt.gate}: ${spoilt.status}`, run.results);
  return run;
}

function failed(why: string, results: GateRun['results']): GateRun {
  return { status: 'FAILED', summary: why.slice(0, 1000), results };
}
