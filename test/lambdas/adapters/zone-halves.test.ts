import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Transient } from '../../../core/contracts/errors.ts';
import type { MetricQuestion } from '../../support/aws-double/cloudwatch.ts';
import { ECS_TARGETS } from '../../support/aws-double/deployer-world.ts';
import { ServiceError } from '../../support/aws-double/json-service.ts';
import { startMetricsWorld, type MetricsWorld } from '../../support/aws-double/metrics-world.ts';
import { someShift } from '../../support/aws-double/some-shift.ts';

const T = Date.parse('2026-01-05T10:00:00.000Z');
const DAY = 86_400_000;
const target = ECS_TARGETS.production;
const [blue] = target.targetGroupArns;
const shift = someShift(T, { target, fromGroup: blue });
const { shiftId } = shift.request;

describe('clumps of a target group, from its halves by zone (canary.md, Dispersion)', () => {
  let world: MetricsWorld;
  let zonesNow: readonly string[] = [];
  beforeEach(async () => {
    world = await startMetricsWorld({ zones: () => zonesNow });
  });
  afterEach(() => world.end());
  const phiOf = async (over = shift) => {
    const metrics = await world.metricsOf(over);
    return (await metrics.history(over.request.shiftId)).phi;
  };
  /** The past of an hour, and what a zone had in a minute: 100 requests, `slow` of them above every cut. */
  const says = (zones: readonly string[], slow: (zone: string, minute: number) => number | null, requests = 100) => {
    zonesNow = zones;
    world.value = ({ metric, stat, dimensions, start, periodSeconds }: MetricQuestion) => {
      const zone = dimensions['AvailabilityZone'];
      if (periodSeconds === 3600 && zone === undefined)
        return metric === 'TargetResponseTime' ? ({ p50: 0.02, p95: 0.06, p99: 0.12 }[stat] ?? null) : 60_000;
      if (metric === 'RequestCount') return requests;
      return metric === 'HTTPCode_Target_5XX_Count' ? null : slow(zone!, start / 60_000);
    };
  };
  /** 2 or 4 of the 100 by turns and in no step with the other zone: a bit less than chance. */
  const calm = (zone: string, minute: number) => 2 + 2 * (Math.floor(minute / (zone.endsWith('a') ? 1 : 2)) % 2);

  it('is about 1 or less where the halves differ by chance only', async () => {
    says(['eu-west-1b', 'eu-west-1a'], calm);
    const phi = await phiOf();
    for (const id of ['p50', 'p95', 'p99', 'latAbs'] as const) expect(phi?.[id]).toBeLessThan(1.15);
    expect(phi?.err).toBeUndefined();
  });

  it('a burst of both halves is none of it; an instance that stalls in one is', async () => {
    says(['eu-west-1a', 'eu-west-1b'], (zone, minute) => (minute % 10 === 0 ? 60 : calm(zone, minute)));
    expect((await phiOf())?.p99).toBeLessThan(1.15);
    says(['eu-west-1a', 'eu-west-1b'], (zone, minute) =>
      minute % 10 === (zone.endsWith('a') ? 0 : 5) ? 60 : calm(zone, minute),
    );
    expect((await phiOf())?.p99).toBeGreaterThan(5);
  });

  it('asks the day before of the group that serves, exact counts above its percentiles and the ceiling', async () => {
    says(['eu-west-1a', 'eu-west-1b', 'eu-west-1c'], calm);
    await phiOf();
    const zonal = world.asked.filter(({ dimensions }) => dimensions['AvailabilityZone'] !== undefined);
    expect(new Set(zonal.map(({ stat }) => stat))).toEqual(
      new Set(['Sum', 'TC(0.02:)', 'TC(0.06:)', 'TC(0.12:)', 'TC(0.8:)']),
    );
    expect(new Set(zonal.map(({ dimensions }) => dimensions['TargetGroup']))).toEqual(
      new Set(['targetgroup/production-blue/73e2d6bc24d8a061']),
    );
    expect(zonal).toHaveLength(3 * 6 * 1440);
    const to = T - 3_600_000;
    expect([Math.min(...zonal.map((q) => q.start)), Math.max(...zonal.map((q) => q.start))]).toEqual([
      to - DAY,
      to - 60_000,
    ]);
  });

  it.each<[string, readonly string[]]>([
    ['one zone', ['eu-west-1a']],
    ['no zone that is known', []],
  ])('with %s there are no halves, and nothing is asked for them', async (_, zones) => {
    says(zones, calm);
    expect(await phiOf()).toBeUndefined();
    expect(world.asked.some(({ dimensions }) => dimensions['AvailabilityZone'] !== undefined)).toBe(false);
  });

  it('minutes that make no sense are left out', async () => {
    says(['eu-west-1a', 'eu-west-1b'], calm, 99.5);
    expect(await phiOf()).toEqual({});
  });

  it('a function has no halves, and its zones are not asked for', async () => {
    says(['eu-west-1a', 'eu-west-1b'], calm);
    expect(await phiOf(someShift(T))).toBeUndefined();
    expect(world.double.calls).not.toContain('ListMetrics');
  });

  it('zones that cannot be read are an error like any other', async () => {
    const port = await world.metricsOf(shift);
    says(['eu-west-1a', 'eu-west-1b'], calm);
    world.double.fail('ListMetrics', { kind: 'ERROR', error: new ServiceError('ThrottlingException') });
    await expect(port.history(shiftId)).rejects.toThrow(Transient);
    await expect(port.history(shiftId)).resolves.toHaveProperty('phi');
  });
});
