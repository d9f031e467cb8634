import { withRelease, type Traffic, type World } from '../world.ts';

/** What the deployer says after it was asked to give the traffic of a shift back: it may take a while, or not work. */
export function giveBack(traffic: Traffic): readonly Traffic[] {
  if (traffic === 'STARTING' || traffic === 'SHIFTING' || traffic === 'COMPLETE' || traffic === 'RETURNING')
    return ['RETURNED', 'RETURNING', 'RETURN_FAILED'];
  return [traffic];
}

/**
 * Every shift of a release gives its traffic back: `lost` when one could not, which turns the kill switch on when the
 * holder is closed. Word null: still on its way, so the step throws Transient and changes nothing else.
 */
export function endShifts(
  world: World,
  i: number,
): readonly { readonly word: string | null; readonly world: World; readonly lost: boolean }[] {
  let ways = [{ word: 'ENDED' as string | null, world, lost: false }];
  for (const phase of ['STAGING', 'CANARY', 'ROLLOUT'] as const) {
    ways = ways.flatMap((way) => {
      const { traffic } = way.world.releases[i]!;
      const before = traffic[phase];
      if (way.word === null || before === null) return [way];
      return giveBack(before).map((after) => ({
        word: after === 'RETURNING' ? null : way.word,
        world: withRelease(way.world, i, { traffic: { ...traffic, [phase]: after } }),
        lost: way.lost || after === 'RETURN_FAILED',
      }));
    });
  }
  return ways;
}
