import { describe, expect, it } from '@jest/globals';
import { canaryPower } from '../../../core/canary/canary-power.ts';
import { configSchema } from '../../../core/contracts/config.ts';
import { configOf } from '../../support/config-of.ts';

const config = configSchema.parse(configOf());
const power = (
  requestsPerSecond: number | null,
  errorRate: number | null,
  tier: 'critical' | 'standard' | 'internal' = 'standard',
) => canaryPower({ requestsPerSecond, errorRate }, tier, config);
/** Requests per second that give the canary this many: 5 % of 540 s. */
const giving = (requests: number) => (requests + 0.5) / 27;

describe('power of the planned canary (K19; anchors, pain 1)', () => {
  // The rule of three: n clean requests rule out a rate above 1 - 0.05^(1/n); a p99 takes 299 clean ones.
  it.each([
    ['standard, 1 %', 'standard', 299, 'ADEQUATE'],
    ['standard, one less', 'standard', 298, 'UNDERPOWERED'],
    ['critical, 0.5 %', 'critical', 598, 'ADEQUATE'],
    ['critical, one less', 'critical', 597, 'UNDERPOWERED'],
    ['internal, 2 %: the p99 is what it lacks', 'internal', 298, 'UNDERPOWERED'],
  ] as const)('%s', (_, tier, requests, status) => {
    expect(power(giving(requests), 0, tier).status).toBe(status);
  });

  it('what errs near its limit needs more traffic', () => {
    expect(power(giving(1000), 0.008).status).toBe('UNDERPOWERED');
    expect(power(giving(100_000), 0.008).status).toBe('ADEQUATE');
  });

  it('what is above its ceiling already is held to its own past', () => {
    expect(power(giving(3000), 0.02)).toEqual({
      status: 'ADEQUATE',
      detail: expect.stringContaining('the limit is 4.5 %'),
    });
  });

  it('no traffic that was seen is UNKNOWN, no traffic at all UNDERPOWERED', () => {
    expect(power(null, 0).status).toBe('UNKNOWN');
    expect(power(5, null).status).toBe('UNKNOWN');
    expect(power(0, 0)).toEqual({ status: 'UNDERPOWERED', detail: expect.stringContaining('it can rule out nothing') });
  });

  it('says how much it will see', () => {
    expect(power(giving(2700), 0).detail).toBe(
      'about 2700 requests in 540 s at 5 %: it can rule out an error rate above 0.11 %, the limit is 1 %; a p99 takes 299 requests',
    );
  });
});
