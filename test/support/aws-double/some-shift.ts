import type { StoredShift } from '../../../lambdas/adapters/deployment-documents.ts';
import { shiftOf, TARGETS } from './deployer-world.ts';

/** A rollout that was created a minute before `at` and has had traffic since ten seconds after it. */
export function someShift(at: number, over: Partial<StoredShift> = {}): StoredShift {
  const rollout = shiftOf('ROLLOUT');
  return {
    request: { ...rollout, steps: [...rollout.steps] },
    createdAt: at - 60_000,
    target: TARGETS.production,
    fromVersion: '1',
    toVersion: '2',
    fromGroup: null,
    deploymentId: 'd-1',
    refused: null,
    since: at + 10_000,
    completeAt: null,
    returning: null,
    frozen: null,
    backDeploymentId: null,
    settled: false,
    ended: null,
    ...over,
  };
}
