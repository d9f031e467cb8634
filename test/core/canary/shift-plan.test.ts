import { describe, expect, it } from '@jest/globals';
import { shiftPlan } from '../../../core/canary/shift-plan.ts';
import { configSchema } from '../../../core/contracts/config.ts';
import { phaseSchema } from '../../../core/contracts/shift.ts';
import { LARGER } from '../../support/a-canary-plan.ts';
import { configOf } from '../../support/config-of.ts';

const config = configSchema.parse(configOf());

describe('shift-plan (K8)', () => {
  it('staging: everything, 300 s, in its own environment (001-11)', () => {
    expect(shiftPlan('STAGING', config, null)).toEqual({
      environment: 'staging',
      steps: [{ weight: 100, bakeSeconds: 21_600 }],
      plannedSeconds: 300,
      extensions: 0,
    });
  });

  it('canary: 5 % for 10 minutes, twice prolonged at most (002-6, 002-21)', () => {
    expect(shiftPlan('CANARY', config, null)).toEqual({
      environment: 'production',
      steps: [{ weight: 5, bakeSeconds: 21_600 }],
      plannedSeconds: 600,
      extensions: 2,
    });
  });

  it('rollout: 25 % for 10 minutes, then 100 % (004-18)', () => {
    expect(shiftPlan('ROLLOUT', config, null)).toEqual({
      environment: 'production',
      steps: [
        { weight: 25, bakeSeconds: 600 },
        { weight: 100, bakeSeconds: 0 },
      ],
      plannedSeconds: 600,
      extensions: 0,
    });
  });

  it('watch: 30 minutes, nothing moves (001-25)', () => {
    expect(shiftPlan('WATCH', config, null)).toEqual({
      environment: 'production',
      steps: [],
      plannedSeconds: 1800,
      extensions: 0,
    });
  });

  it('what the config says is what is planned', () => {
    const timing = {
      stagingSeconds: 30,
      canarySeconds: 7200,
      canaryExtensions: 0,
      expandSeconds: 61,
      watchSeconds: 301,
    };
    const own = configSchema.parse(configOf({ timing, rollout: { canaryWeight: 1, expandWeight: 50 } }));
    expect(phaseSchema.options.map((phase) => shiftPlan(phase, own, null).plannedSeconds)).toEqual([30, 7200, 61, 301]);
    expect(shiftPlan('CANARY', own, null)).toMatchObject({ steps: [{ weight: 1 }], extensions: 0 });
    expect(shiftPlan('ROLLOUT', own, null).steps[0]).toEqual({ weight: 50, bakeSeconds: 61 });
  });

  it('the canary is the one of the verdict, whatever the config says by now (002-21)', () => {
    const rollback = { class: 'CODE_ONLY', lastSafe: 'WATCH', why: '' } as const;
    const plan = { kind: 'ROLL_OUT', rollback, canary: LARGER } as const;
    expect(shiftPlan('CANARY', config, plan)).toEqual({
      environment: 'production',
      steps: [{ weight: 10, bakeSeconds: 21_600 }],
      plannedSeconds: 1230,
      extensions: 2,
    });
    for (const phase of ['STAGING', 'ROLLOUT', 'WATCH'] as const)
      expect(shiftPlan(phase, config, plan)).toEqual(shiftPlan(phase, config, null));
    // Decided on before there were plans.
    expect(shiftPlan('CANARY', config, { kind: 'ROLL_OUT', rollback })).toEqual(shiftPlan('CANARY', config, null));
  });

  it('a step that is ended from outside never ends by itself: the canary never reaches all traffic', () => {
    const timing = { canarySeconds: 7200, canaryExtensions: 5 };
    const own = configSchema.parse(configOf({ timing, rollout: { canaryWeight: 20 } }));
    for (const phase of ['STAGING', 'CANARY'] as const) expect(shiftPlan(phase, own, null).steps).toHaveLength(1);
    expect(shiftPlan('CANARY', own, null).steps.every((step) => step.weight < 100)).toBe(true);
  });
});
