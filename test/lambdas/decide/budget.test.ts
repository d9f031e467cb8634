import { describe, expect, it } from '@jest/globals';
import { usedOf } from '../../../core/budget/books.ts';
import type { GateResult, GateRun } from '../../../core/contracts/gate-result.ts';
import { evidenceOf } from '../../../lambdas/kit/evidence.ts';
import { inWorld, type World } from '../../support/steps-world.ts';
import { collected, verdictOf } from './collected.ts';

const gate = (name: string, stage: string, seconds: number): GateResult => ({
  ...{ gate: name, stage, seconds },
  status: 'PASSED',
  summary: '',
  findings: [],
});
const run = (...results: GateResult[]): GateRun => ({ status: 'PASSED', summary: 'passed', results });
const decided = async (world: World, gates?: GateRun) => {
  const releaseId = await collected(world, gates);
  await world.steps.Decide({ releaseId });
  const verdict = await verdictOf(world, releaseId);
  return { releaseId, verdict, budget: (await evidenceOf(world.ports.blobs, releaseId).get('facts')).budget };
};

describe('decide: the budgets (003-33)', () => {
  it(
    'within every budget asks for nobody on that account, and says what is used',
    inWorld(async (world) => {
      const { verdict, budget } = await decided(world);
      expect(budget).toMatchObject({ status: 'WITHIN', detail: expect.stringMatching(/^\$0\.00\d\d of \$1,950\.00/) });
      expect(verdict.triggers).not.toContain('budget');
    }),
  );

  it(
    'a review without room goes to a person, never to silence, and the tree says why',
    inWorld(
      async (world) => {
        const { verdict, budget } = await decided(world);
        expect(budget).toMatchObject({ status: 'EXHAUSTED', detail: expect.stringContaining('code-reviewer') });
        expect(verdict).toMatchObject({ route: 'HUMAN', next: 'ROLL_OUT' });
        expect(verdict.triggers).toContain('budget');
        expect(JSON.stringify(verdict.because)).toContain('budget of code-reviewer this month');
      },
      { budgets: { componentsUsd: { 'code-reviewer': 0 } }, profile: 'autonomous' },
    ),
  );

  it(
    'what the gates took is written down by component, once however often it is decided (000-5, 000-6, 000-8, 000-9)',
    inWorld(
      async (world) => {
        const gates = run(
          gate('eslint', 'fast', 30),
          gate('unit', 'tests', 60),
          gate('e2e', 'tests', 59.2),
          gate('fuzz', 'deep', 120),
          gate('secrets', 'fast', 6),
        );
        const { releaseId } = await decided(world, gates);
        await world.steps.Decide({ releaseId });
        const month = await world.ports.budgets.month('2026-01');
        expect(month.components).toMatchObject({
          'static-analysis': { spent: { seconds: 30, microUsd: 2500 } },
          tests: { spent: { seconds: 120, microUsd: 10_000 } },
          fuzzer: { spent: { seconds: 120, microUsd: 10_000 } },
          'security-scanner': { spent: { seconds: 6, microUsd: 500 } },
        });
      },
      { budgets: { gateMinuteUsd: 0.005 } },
    ),
  );

  it.each([
    [7100, 'WITHIN'],
    [7200, 'EXHAUSTED'],
  ] as const)('gates of %d s and a review of a second: %s by 120 minutes (003-61)', (seconds, status) =>
    inWorld(async (world) => {
      const { budget, verdict } = await decided(world, run(gate('unit', 'tests', seconds)));
      expect(budget.status).toBe(status);
      if (status === 'EXHAUSTED') {
        expect(budget.detail).toBe('time of machines for this release: 121 min of 120 min, 120 min of it for tests');
        expect(verdict).toMatchObject({ route: 'HUMAN', next: 'ROLL_OUT' });
      }
    })(),
  );

  it(
    'waiting is no machine time: not a day between the gates and the decision',
    inWorld(async (world) => {
      const releaseId = await collected(world);
      world.clock.advance(86_400_000);
      await world.steps.Decide({ releaseId });
      expect((await evidenceOf(world.ports.blobs, releaseId).get('facts')).budget.status).toBe('WITHIN');
    }),
  );

  it(
    'what is spent past a cap of its component asks for a person too',
    inWorld(
      async (world) => {
        const { budget } = await decided(world, run(gate('unit', 'tests', 60)));
        expect(budget).toEqual({
          status: 'EXHAUSTED',
          detail: 'budget of tests this month: $200.00 of $100.00 are used',
        });
        expect(usedOf(await world.ports.budgets.month('2026-01'), 'tests').microUsd).toBe(200_000_000);
      },
      { budgets: { gateMinuteUsd: 200 } },
    ),
  );
});
