import { describe, expect, it } from '@jest/globals';
import { configProblems } from '../../../core/contracts/config-error.ts';
import { configSchema } from '../../../core/contracts/config.ts';
import { configOf } from '../../support/config-of.ts';

function problemsOf(input: unknown): string[] {
  const parsed = configSchema.safeParse(input);
  return parsed.success ? [] : configProblems(parsed.error, input);
}

const valid = configOf();

describe('interlock.yaml', () => {
  it("has the source documents' figures as defaults (K4, K5, K7, K8, 002-49, 000-14)", () => {
    const config = configSchema.parse(valid);
    expect(config.profile).toBe('conservative');
    expect(config.thresholds).toMatchObject({
      critical: { errorRate: 0.005, p99Ms: 800 },
      standard: { errorRate: 0.01, p99Ms: 800 },
      internal: { errorRate: 0.02, p99Ms: 1000 },
      errorTimes: 2,
      p99Times: 3,
      cpuPercent: 80,
      memoryPercent: 85,
      riskScoreMax: 7,
      maxFiles: 10,
    });
    expect(config.timing).toEqual({
      stagingSeconds: 300,
      warmUpSeconds: 60,
      canarySeconds: 600,
      canarySecondsMax: 1800,
      canaryExtensions: 2,
      expandSeconds: 600,
      watchSeconds: 1800,
      approvalSeconds: 86_400,
      cancelWindowSeconds: 3600,
      timeLockSeconds: 900,
      timeLockAfterApprovalSeconds: 300,
    });
    expect(config.rollout).toMatchObject({
      canaryWeight: 5,
      canaryWeightMax: { critical: 10, standard: 20, internal: 20 },
      whenUnderpowered: ['longer', 'share', 'person'],
      expandWeight: 25,
    });
    expect(config.budgets).toEqual({
      monthUsd: 1950,
      alarmUsd: 2000,
      noticePercent: 80,
      componentsUsd: {
        'static-analysis': 50,
        'security-scanner': 200,
        'code-reviewer': 500,
        tests: 100,
        fuzzer: 150,
        'staging-deploy': 50,
        'canary-analysis': 300,
        orchestrator: 100,
        'production-deploy': 500,
      },
      perRunUsd: 100,
      perRunTokens: 200_000,
      perTaskTokens: 16_000,
      wallTimeMinutes: 120,
      gateMinuteUsd: 0,
      incidentUsd: { canary: 25, production: 100, rollbackFailed: 500, errored: 25 },
      pricesUsdPerMillion: {},
    });
    const sum = Object.values(config.budgets.componentsUsd).reduce((a, b) => a + b, 0);
    expect([sum, config.budgets.monthUsd]).toEqual([1950, 1950]);
  });

  it('names every wrong field with what was found and what was expected', () => {
    const problems = problemsOf({
      ...valid,
      profile: 'bold',
      services: { shop: { ...valid.services.shop, port: 'eighty' } },
    });
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(/^profile: found "bold"; .*"conservative"/);
    expect(problems[1]).toMatch(/^services\.shop\.port: found "eighty"; .*number/);
  });

  it.each([
    ['an unknown key', { ...valid, thresholds: { p99: 3 } }, /^thresholds\.p99: unknown key/],
    ['an unknown key at the top', { ...valid, servces: {} }, /^servces: unknown key/],
    ['no service', { ...valid, services: {} }, /^services: .*at least one service/],
    ['no approver', { ...valid, approvers: [] }, /^approvers: found \[\]/],
    ['a missing version', { ...valid, version: undefined }, /^version: found nothing/],
    [
      'a time lock under 15 minutes (000-28)',
      { ...valid, timing: { timeLockSeconds: 60 } },
      /^timing\.timeLockSeconds: found 60; .*900/,
    ],
    [
      'a canary above its blast radius',
      { ...valid, rollout: { canaryWeight: 50 } },
      /^rollout\.canaryWeight: found 50/,
    ],
    [
      'a remedy named twice',
      { ...valid, rollout: { whenUnderpowered: ['share', 'longer', 'share'] } },
      /^rollout\.whenUnderpowered: found .*expected each remedy once/,
    ],
    [
      'a freeze that ends before it begins',
      { ...valid, freezeWindows: [{ name: 'x', from: '2026-02-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }] },
      /^freezeWindows\[0\]\.to: .*"from" before "to"/,
    ],
    [
      'a gate with neither command nor builtin',
      { ...valid, gates: { stages: [{ name: 'a', gates: [{ name: 'x' }] }] } },
      /^gates\.stages\[0\]\.gates\[0\]/,
    ],
    [
      'a component above the month (K22)',
      { ...valid, budgets: { monthUsd: 400 } },
      /^budgets\.componentsUsd\.code-reviewer: .*at most monthUsd, 400/,
    ],
    [
      'components above the month together (000-14)',
      { ...valid, budgets: { componentsUsd: { tests: 100.01 } } },
      /^budgets\.monthUsd: .*at least 1950.01, the sum/,
    ],
    ['a run above the month (K22)', { ...valid, budgets: { perRunUsd: 2000 } }, /^budgets\.perRunUsd: found 2000/],
    [
      'a call above its run (K22)',
      { ...valid, budgets: { perTaskTokens: 300_000 } },
      /^budgets\.perTaskTokens: found 300000/,
    ],
    [
      'a model without a price, which could be asked without end',
      { ...valid, reviewer: { model: 'some-new-model' } },
      /^reviewer\.model: found "some-new-model"; .*budgets\.pricesUsdPerMillion/,
    ],
    ['not an object', 'version: 1', /^\(file\): found "version: 1"/],
  ])('refuses %s', (_, input, expected) => {
    expect(problemsOf(input).join('\n')).toMatch(new RegExp(expected.source, 'm'));
  });

  it.each([
    ['of an inference profile', { model: 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0' }, {}],
    ['whose price the config names', { model: 'mine' }, { pricesUsdPerMillion: { mine: { input: 0, output: 0 } } }],
    ['that is never asked', { kind: 'none', model: 'mine' }, {}],
  ] as const)('takes a model %s', (_, reviewer, budgets) => {
    expect(problemsOf({ ...valid, reviewer, budgets })).toEqual([]);
  });
});
