import type { Phase } from '../../../core/contracts/shift.ts';
import type { Rules } from '../rules.ts';
import { isActive, isLost, withRelease, type Release, type Traffic, type World } from '../world.ts';

/**
 * What the deployer says after it was asked to give the traffic of a shift back: it may take a while, or not work. What may
 * not go back stays where it is, unless the new version has had no traffic yet.
 */
export function giveBack(traffic: Traffic, may: boolean): readonly Traffic[] {
  if (!isActive(traffic)) return [traffic];
  return may || traffic === 'RETURNING' ? ['RETURNED', 'RETURNING', 'RETURN_FAILED'] : ['FROZEN', 'RETURNED'];
}

/** The plan of the verdict says so, by the core's rule; WATCH watches the traffic of the rollout. */
export function mayGoBack(rules: Rules, { verdict }: Release, phase: Phase): boolean {
  return verdict === null || rules.mayReturn(verdict.plan, phase === 'WATCH' ? 'ROLLOUT' : phase);
}

/**
 * Every shift of a release gives its traffic back: `lost` when one could or may not, which turns the kill switch on when the
 * holder is closed. Word null: still on its way, so the step throws Transient and changes nothing else.
 */
export function endShifts(
  world: World,
  i: number,
  rules: Rules,
): readonly { readonly word: string | null; readonly world: World; readonly lost: boolean }[] {
  let ways = [{ word: 'ENDED' as string | null, world, lost: false }];
  for (const phase of ['STAGING', 'CANARY', 'ROLLOUT'] as const) {
    ways = ways.flatMap((way) => {
      const { traffic } = way.world.releases[i]!;
      const before = traffic[phase];
      if (way.word === null || before === null) return [way];
      return giveBack(before, mayGoBack(rules, world.releases[i]!, phase)).map((after) => ({
        word: after === 'RETURNING' ? null : way.word,
        world: withRelease(way.world, i, { traffic: { ...traffic, [phase]: after } }),
        lost: way.lost || isLost(after),
      }));
    });
  }
  return ways;
}
