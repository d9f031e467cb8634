import { describe, expect, it } from '@jest/globals';
import { canaryFacts } from '../../../core/canary/canary-facts.ts';
import { configSchema } from '../../../core/contracts/config.ts';
import { decide } from '../../../core/decide/decide.ts';
import { decideAgain } from '../../../core/decide/decide-again.ts';
import { configOf } from '../../support/config-of.ts';
import { compilePolicies } from '../../../core/policy/compile-policies.ts';
import { policyFiles, shippedPolicies } from '../policy/policy-files.ts';
import { buildFacts } from './facts-builder.ts';

const autonomy = { MERGE: 'A4', DEPLOY: 'A4' } as const;
const config = (over: Parameters<typeof configOf>[0] = {}) =>
  configSchema.parse(configOf({ profile: 'guarded', autonomy, ...over }));
const again = (over: Parameters<typeof configOf>[0] = {}, facts = buildFacts()) =>
  decideAgain(facts, config(over), shippedPolicies);

describe('deciding again under other settings', () => {
  it('the same settings give the same verdict, to the byte', () => {
    const facts = { ...buildFacts(), autonomy };
    expect(JSON.stringify(again({}, facts))).toBe(JSON.stringify(decide(facts, shippedPolicies)));
  });

  it.each<[string, Parameters<typeof configOf>[0], string, string[]]>([
    ['another profile', { profile: 'conservative' }, 'HUMAN', ['profile-conservative']],
    ['a lower level', { autonomy: { ...autonomy, DEPLOY: 'A2' } }, 'HUMAN', ['autonomy-level']],
    ['a lower limit of files', { thresholds: { maxFiles: 1 } }, 'HUMAN', ['many-files']],
    ['the same, turned off', { thresholds: { maxFiles: 1 }, triggersOff: ['many-files'] }, 'AUTONOMOUS', []],
    [
      'turned off in another profile only',
      { thresholds: { maxFiles: 1 }, triggersOff: { autonomous: ['many-files'] } },
      'HUMAN',
      ['many-files'],
    ],
    ['a lower score', { thresholds: { riskScoreMax: 1 } }, 'HUMAN', ['risk-score']],
  ])('%s', (_, over, route, triggers) => {
    expect(again(over)).toMatchObject({ route, triggers });
  });

  it('a freeze window stands at the moment of the decision, not now', () => {
    const window = (from: string, to: string) => again({ freezeWindows: [{ name: 'year end', from, to }] })?.route;
    expect(window('2026-01-05T09:00:00.000Z', '2026-01-05T10:00:00.001Z')).toBe('REJECT');
    expect(window('2026-01-05T10:00:00.001Z', '2030-01-01T00:00:00.000Z')).toBe('AUTONOMOUS');
  });

  it('what was seen stays as it was seen', () => {
    const facts = buildFacts({ controls: { killSwitch: 'incident 4', freeze: 'the old window' } });
    const verdict = again({}, facts);
    expect(verdict?.route).toBe('REJECT');
    expect(JSON.stringify(verdict)).toContain('incident 4');
    expect(JSON.stringify(verdict)).not.toContain('the old window');
  });

  it('the canary is planned again on the traffic that was seen (002-21)', () => {
    const traffic = { errorRate: 0, p50: 80, p95: 250, p99: 400, requestsPerSecond: 16 };
    const canaryPower = canaryFacts(traffic, 'standard', 'LOW', config());
    const facts = { ...buildFacts({ canaryPower }), autonomy };
    expect(canaryPower.canary).toMatchObject({ weight: 5, seconds: 1110 });
    expect(again({}, facts)?.plan).toEqual(decide(facts, shippedPolicies).plan);
    expect(again({ rollout: { whenUnderpowered: ['share'] } }, facts)).toMatchObject({
      plan: { canary: { weight: 10, seconds: 600 } },
      triggers: [],
    });
    expect(again({ rollout: { whenUnderpowered: ['person'] } }, facts)).toMatchObject({
      route: 'HUMAN',
      plan: { canary: { weight: 5, seconds: 600 } },
      triggers: ['underpowered-canary'],
    });
  });

  it('other policies decide', () => {
    const forbid =
      '@id("no-agents") @reason("No agents.") forbid (principal is Agent, action in Action::"proceedUnasked", resource);';
    const policies = compilePolicies({ ...policyFiles, 'house.cedar': forbid });
    expect(decideAgain({ ...buildFacts(), autonomy }, config(), policies)).toMatchObject({
      route: 'HUMAN',
      triggers: ['policy'],
    });
  });

  it('a service that is not configured is not decided about', () => {
    expect(again({ services: { blog: { repository: './b', start: 'x', port: 8081 } } })).toBeNull();
    expect(decideAgain({ ...buildFacts(), service: 'constructor' as never }, config(), shippedPolicies)).toBeNull();
  });
});
