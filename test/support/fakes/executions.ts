import type { ChangeSubmitted } from '../../../core/contracts/change-submitted.ts';
import type { ReleaseId } from '../../../core/contracts/ids.ts';
import type { Executions } from '../../../lambdas/ports.ts';

type Status = Awaited<ReturnType<Executions['status']>>;
export type FakeExecutions = Executions & {
  readonly events: Map<ReleaseId, ChangeSubmitted>;
  readonly statuses: Map<ReleaseId, Status>;
};

/** A name is taken for ever, as with a real state machine. */
export function fakeExecutions(): FakeExecutions {
  const events = new Map<ReleaseId, ChangeSubmitted>();
  const statuses = new Map<ReleaseId, Status>();
  return {
    events,
    statuses,
    start: async (releaseId, event) => {
      if (events.has(releaseId)) return 'EXISTS';
      events.set(releaseId, event);
      statuses.set(releaseId, 'RUNNING');
      return 'STARTED';
    },
    status: async (releaseId) => statuses.get(releaseId) ?? 'UNKNOWN',
  };
}
