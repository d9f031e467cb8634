import type { System } from './system.ts';
import { withRelease, type Traffic, type Transition, type World } from './world.ts';

/** What people, the repository and the deployer do by themselves. */
export function surroundings({ surroundings: on }: System, world: World, i: number): Transition[] {
  const { outcome, stop, moved, traffic } = world.releases[i]!;
  const open = outcome === null;
  const phases = ['STAGING', 'CANARY', 'ROLLOUT'] as const;
  return [
    ...(on.cancel && open && !stop
      ? [{ label: 'somebody cancels', world: withRelease(world, i, { stop: true }) }]
      : []),
    ...(on.drift && open && !moved ? [{ label: 'the head moves', world: withRelease(world, i, { moved: true }) }] : []),
    ...(on.kill && !world.killSwitch
      ? [{ label: 'the kill switch goes on', world: { ...world, killSwitch: true } }]
      : []),
    ...phases.flatMap((phase) =>
      ALONE[traffic[phase] ?? 'SETTLED'].map((after) => ({
        label: `the deployer of ${phase}: ${after}`,
        world: withRelease(world, i, { traffic: { ...traffic, [phase]: after } }),
      })),
    ),
  ];
}

/** A shift completes, is rolled back or frozen by an alarm, fails; a return ends. What has settled stays. */
const ALONE: Readonly<Record<Traffic, readonly Traffic[]>> = {
  STARTING: ['SHIFTING', 'FAILED'],
  SHIFTING: ['COMPLETE', 'RETURNED', 'FAILED', 'FROZEN'],
  COMPLETE: ['RETURNED', 'FROZEN'],
  RETURNING: ['RETURNED', 'RETURN_FAILED'],
  RETURNED: [],
  FAILED: [],
  RETURN_FAILED: [],
  FROZEN: [],
  SETTLED: [],
};
