import type { GateRun } from '../../../core/contracts/gate-result.ts';
import type { ReleaseId } from '../../../core/contracts/ids.ts';
import type { Callbacks, Gates } from '../../../lambdas/ports.ts';

type Started = Parameters<Gates['start']>[0];

export type FakeGates = Gates & {
  /** Every run that was really begun; asking again begins none. */
  readonly begun: Started[];
  /** Ends a run as it would end by itself. */
  finish(releaseId: ReleaseId, run?: GateRun): Promise<void>;
};

export const PASSED: GateRun = {
  status: 'PASSED',
  summary: '1 of 1 gates passed',
  results: [{ gate: 'secrets', stage: 'fast', status: 'PASSED', summary: 'nothing found', findings: [], seconds: 1 }],
};
export const FAILED: GateRun = {
  status: 'FAILED',
  summary: 'tests: 1 failed',
  results: [{ gate: 'tests', stage: 'fast', status: 'FAILED', summary: '1 failed', findings: [], seconds: 1 }],
};
const CANCELLED: GateRun = { status: 'CANCELLED', summary: 'the run was cancelled', results: [] };

/** Runs once per release; a repeated start renews the token, which is answered when, or because, the run has ended. */
export function fakeGates(callbacks: Callbacks): FakeGates {
  const runs = new Map<string, { token: string; result: GateRun | null }>();
  const begun: Started[] = [];
  const end = async (releaseId: ReleaseId, result: GateRun) => {
    const run = runs.get(releaseId);
    if (!run || run.result !== null) return;
    run.result = result;
    await callbacks.succeed(run.token, { status: result.status });
  };
  return {
    begun,
    start: async (run) => {
      const known = runs.get(run.releaseId);
      if (known === undefined) begun.push(run);
      runs.set(run.releaseId, { token: run.taskToken, result: known?.result ?? null });
      if (known?.result) await callbacks.succeed(run.taskToken, { status: known.result.status });
    },
    result: async (releaseId) => runs.get(releaseId)?.result ?? null,
    cancel: async (releaseId) => end(releaseId, CANCELLED),
    finish: async (releaseId, run = PASSED) => {
      if (!runs.has(releaseId)) runs.set(releaseId, { token: '', result: run });
      else await end(releaseId, run);
    },
  };
}
