import { neighbourDispersion } from '../../core/canary/neighbour-dispersion.ts';
import type { Halves } from '../../core/canary/split-dispersion.ts';
import type { History } from '../../core/contracts/measurement.ts';
import { latencyBin } from './latency-bin.ts';
import { BUCKET_MS } from './limits.ts';
import type { Tally } from './meter.ts';

/** The ceiling of the tiers that are watched most closely (K5). */
const CEILING_MS = 800;
/**
 * On a busy machine of two cores the demo's shop had factors of 6 to 50, most of it stalls of the whole machine. Taken at
 * the new version's share and up to this, with the judge's margin, they were 1 to 12.5 where two processes beside each
 * other showed 1.4 to 11.6: enough. More would leave a test after 100 % without power.
 */
const LARGEST = 25;

/**
 * How much the events of a version clump. One version has no two halves at the same time, so its neighbouring stretches
 * of ten seconds are the halves: drifts cancel, but a burst that hits everybody looks like a clump at its edges. So the
 * factor is rather too large, which costs power and not safety (the bound above apart). What is not known is left out.
 */
export function clumpingOf(
  tallies: readonly Tally[],
  usual: Readonly<Record<'p50' | 'p95' | 'p99', number | null>>,
): NonNullable<History['phi']> {
  const pairs = neighbours(tallies);
  const of = (events: (tally: Tally) => number) =>
    neighbourDispersion(
      pairs.map(([a, b]): Halves => ({
        a: { requests: a.requests, events: events(a) },
        b: { requests: b.requests, events: events(b) },
      })),
    );
  const factors = {
    err: of(({ errors }) => errors),
    p50: usual.p50 === null ? null : of(slowerThan(usual.p50)),
    p95: usual.p95 === null ? null : of(slowerThan(usual.p95)),
    p99: usual.p99 === null ? null : of(slowerThan(usual.p99)),
    latAbs: of(slowerThan(CEILING_MS)),
  };
  return Object.fromEntries(
    Object.entries(factors).flatMap(([id, factor]) => (factor === null ? [] : [[id, Math.min(factor, LARGEST)]])),
  );
}

function slowerThan(ms: number): (tally: Tally) => number {
  const cut = latencyBin(ms);
  return ({ bins }) => [...bins].reduce((sum, [bin, count]) => (bin > cut ? sum + count : sum), 0);
}

/** Each whole stretch with the one right behind it, none twice. */
function neighbours(tallies: readonly Tally[]): readonly (readonly [Tally, Tally])[] {
  const pairs: [Tally, Tally][] = [];
  let before: Tally | null = null;
  for (const tally of tallies) {
    const { start, end } = tally.span;
    if (end - start !== BUCKET_MS) before = null;
    else if (before === null || before.span.end !== start) before = tally;
    else {
      pairs.push([before, tally]);
      before = null;
    }
  }
  return pairs;
}
