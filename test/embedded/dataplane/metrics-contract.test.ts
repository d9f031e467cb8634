import { bucketsOf } from '../../../embedded/dataplane/buckets.ts';
import { historyOf } from '../../../embedded/dataplane/history.ts';
import { createMeter, type Meter } from '../../../embedded/dataplane/meter.ts';
import { createTimeline } from '../../../embedded/dataplane/timeline.ts';
import { metricsContract, type Did } from '../../contracts/metrics-contract.ts';
import { fixedClock } from '../../support/fixed-clock.ts';

const STRETCH_MS = 10_000;

function served(meter: Meter, did: Did | null): void {
  for (let i = 0; i < (did?.requests ?? 0); i += 1) meter.request(i < did!.slow ? 900 : 10, i < did!.errors);
}

metricsContract("the proxy's meters", ({ stretches, aloneFrom, past }) => {
  const clock = fixedClock();
  const timeline = createTimeline(clock.now());
  const [canary, baseline] = [createMeter(timeline, () => clock.now()), createMeter(timeline, () => clock.now())];
  for (let i = 0; past !== null && i < 60; i += 1) {
    served(baseline, past);
    clock.advance(STRETCH_MS);
  }
  const origin = clock.now();
  const history = historyOf(baseline.tallies(), origin);
  for (const [i, stretch] of stretches.entries()) {
    if (i === 0 || i === aloneFrom) timeline.cut(clock.now(), i === aloneFrom ? 100 : 5);
    served(canary, stretch.canary);
    served(baseline, stretch.baseline);
    clock.advance(STRETCH_MS);
  }
  let now = origin;
  return {
    metrics: {
      cadence: { seconds: 10, lagSeconds: 0 },
      history: async () => history,
      buckets: async (_, from, to) =>
        bucketsOf(canary.tallies(), baseline.tallies(), { from, to, origin, now, since: origin, until: null }),
    },
    shiftId: 'rel-00000000000000000000.CANARY',
    origin,
    at: (instant) => (now = instant),
    end: () => undefined,
  };
});
