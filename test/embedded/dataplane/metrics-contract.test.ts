import { historyOf } from '../../../embedded/dataplane/history.ts';
import { createMeter, type Meter } from '../../../embedded/dataplane/meter.ts';
import type { Shift } from '../../../embedded/dataplane/target.ts';
import { createTimeline } from '../../../embedded/dataplane/timeline.ts';
import { createMetrics } from '../../../embedded/deployer/create-metrics.ts';
import { scaledClock } from '../../../embedded/scaled-clock.ts';
import { metricsContract, type Did } from '../../contracts/metrics-contract.ts';
import { shiftOf } from '../../support/aws-double/deployer-world.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { controlledPlane } from './controlled-plane.ts';

const STRETCH_MS = 10_000;

function served(meter: Meter, did: Did | null): void {
  for (let i = 0; i < (did?.requests ?? 0); i += 1) meter.request(i < did!.slow ? 900 : 10, i < did!.errors);
}

metricsContract("the proxy's meters, through the data plane", async ({ stretches, aloneFrom, past }) => {
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
  const request = shiftOf('CANARY');
  const shift = {
    request,
    state: 'SHIFTING',
    weight: 5,
    since: origin,
    until: null,
    history,
    meters: { canary, baseline },
  };
  const plane = await controlledPlane(() => now, shift as unknown as Shift);
  return {
    metrics: createMetrics(plane.home, scaledClock({ wall: 0, at: origin, speed: 1 })),
    shiftId: request.shiftId,
    origin,
    at: (instant) => (now = instant),
    end: plane.end,
  };
});
