import type { GateRun } from '../../../core/contracts/gate-result.ts';
import type { CommitSha } from '../../../core/contracts/ids.ts';
import type { Gates } from '../../../lambdas/ports.ts';
import type { Course } from '../course.ts';
import type { Version } from '../truth.ts';

type Run = { token: string; result: GateRun | null };
export type GateStore = Map<string, Run>;

const result = (status: 'PASSED' | 'FAILED'): GateRun => ({
  status,
  summary: `1 gate ${status.toLowerCase()}`,
  results: [{ gate: 'secrets', stage: 'fast', status, summary: 'looked', findings: [], seconds: 1 }],
});
const CANCELLED: GateRun = { status: 'CANCELLED', summary: 'the run was cancelled', results: [] };

/** Runs end as their version's truth says, after minutes; the answer of the token may be lost on its way. */
export function createGates(
  store: GateStore,
  course: Course,
  versions: ReadonlyMap<CommitSha, Version>,
  answer: (token: string, word: unknown) => void,
): Gates {
  const { choices } = course;
  const send = ({ token, result: ended }: Run) => {
    if (choices.odds(30)) return course.count('fault DROPPED_EVENT');
    answer(token, { status: ended!.status });
  };
  const end = (run: Run | undefined, as: GateRun) => {
    if (run === undefined || run.result !== null) return;
    run.result = as;
    send(run);
  };
  return {
    start: async ({ releaseId, head, taskToken }) => {
      const known = store.get(releaseId);
      if (known !== undefined) {
        known.token = taskToken;
        if (known.result !== null) send(known);
        return;
      }
      const run: Run = { token: taskToken, result: null };
      store.set(releaseId, run);
      const { gates } = versions.get(head)!;
      if (gates === 'NEVER') return course.count('fault GATES_NEVER_END');
      course.after(20 + choices.within(300) / 1000, () => end(run, result(gates)));
    },
    result: async (releaseId) => store.get(releaseId)?.result ?? null,
    cancel: async (releaseId) => end(store.get(releaseId), CANCELLED),
  };
}
