import type { Verdict } from '../../../core/contracts/verdict.ts';
import { seedRelease, type Seed } from '../../support/seed-release.ts';
import { type World } from '../../support/steps-world.ts';

export const HOUR = 3_600_000;
export const approvers = [
  { id: 'alice', email: 'alice@example.com' },
  { id: 'bob', email: 'bob@example.com' },
  { id: 'dev', email: 'dev@example.com' },
];
export const low: Partial<Verdict> = { riskClass: 'LOW', triggers: [] };
export const window: Partial<Verdict> = { ...low, route: 'CANCEL_WINDOW' };
export const autonomous: Partial<Verdict> = { ...low, route: 'AUTONOMOUS' };

export const withCanary = (seed: Seed = {}): Seed => ({ ...seed, shifts: { STAGING: {}, CANARY: {}, ...seed.shifts } });
export const at = (world: World, ms: number) => new Date(world.clock.now() + ms).toISOString();
export const open = async (world: World, seed: Seed = {}, gate: 'APPROVAL' | 'TIME_LOCK' = 'APPROVAL') => {
  const releaseId = await seedRelease(world, withCanary(seed));
  const run = (taskToken = 'token-1') => world.steps.OpenHold({ releaseId, gate, taskToken });
  return { releaseId, run, hold: () => world.ports.holds.get(`${releaseId}.${gate}`) };
};
export const answers = ({ ports }: World) => [...ports.callbacks.answers];
export const stop = (kind: 'CANCEL' | 'SUPERSEDE') =>
  ({ kind, by: 'dev', reason: 'x', at: '2026-01-05T10:00:00.000Z' }) as const;
