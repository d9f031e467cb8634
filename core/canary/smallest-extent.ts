import type { Remedy } from '../contracts/canary-plan.ts';
import type { Extent } from './canary-requests.ts';

/** Seconds by which a canary is made longer. */
const STEP = 30;

/** From the configured canary on, how long it may become and which shares, percent ascending, it may have. */
export type Reach = {
  readonly configured: Extent;
  readonly secondsMax: number;
  readonly weights: readonly number[];
};

/**
 * The smallest canary that `fits`, which never stops holding for one that is longer or larger. Remedies are taken in
 * their order: the first is stretched to its cap before the second is touched, then the second is as small as does, and
 * after it the first. Null when even all of them at their caps do not do.
 */
export function smallestExtent(
  { configured, secondsMax, weights }: Reach,
  remedies: readonly Exclude<Remedy, 'person'>[],
  fits: (extent: Extent) => boolean,
): Extent | null {
  for (let taken = 0; taken <= remedies.length; taken++) {
    const now = remedies.slice(0, taken);
    const allSeconds = now.includes('longer') ? stretch(configured.seconds, secondsMax) : [configured.seconds];
    const allWeights = now.includes('share') ? weights : [configured.weight];
    const most: Extent = { seconds: allSeconds.at(-1)!, weight: allWeights.at(-1)! };
    if (!fits(most)) continue;
    let extent = most;
    for (const remedy of now.toReversed())
      extent =
        remedy === 'longer'
          ? { ...extent, seconds: allSeconds.find((seconds) => fits({ ...extent, seconds })) ?? extent.seconds }
          : { ...extent, weight: allWeights.find((weight) => fits({ ...extent, weight })) ?? extent.weight };
    return extent;
  }
  return null;
}

/** Seconds from the configured ones to the most, by steps; the most itself always, unless less is configured. */
function stretch(from: number, to: number): readonly number[] {
  const steps = Math.max(0, Math.ceil((to - from) / STEP));
  return [from, ...Array.from({ length: steps }, (_, i) => Math.min(to, from + (i + 1) * STEP))];
}
