import { describe, expect, it } from '@jest/globals';
import { usedByRun, usedOf } from '../../../core/budget/books.ts';
import { modelCost } from '../../../core/budget/model-cost.ts';
import { modelPrice } from '../../../core/budget/model-price.ts';
import { evidenceOf } from '../../../lambdas/kit/evidence.ts';
import { answer } from '../../support/fakes/reviewer.ts';
import { dieAfter, failOnce } from '../../support/faults.ts';
import { seedRelease } from '../../support/seed-release.ts';
import { inWorld, stepsWorld, type World } from '../../support/steps-world.ts';

const MONTH = '2026-01';
const MODEL = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const COST = modelCost({ inputTokens: 100, outputTokens: 50 }, modelPrice(MODEL, {})!);
const reviewed = async (world: World) => {
  const releaseId = await seedRelease(world);
  return { releaseId, answer: await world.steps.ReviewChange({ releaseId }) };
};

describe('review-change within its budget (K22, 000-7)', () => {
  it(
    'sets the worst case aside, settles what was billed, and records both',
    inWorld(async (world) => {
      const { releaseId } = await reviewed(world);
      const { entries } = await world.ports.budgets.run(releaseId);
      expect(entries).toMatchObject([
        { component: 'code-reviewer', provider: MODEL, actual: { microUsd: COST, tokens: 150 } },
      ]);
      expect(entries[0]!.worst.microUsd).toBeGreaterThan(
        modelCost({ inputTokens: 1, outputTokens: 2000 }, { input: 0, output: 16.5 }) - 1,
      );
      expect(entries[0]!.worst.seconds).toBe(60);
      expect(await world.keys(releaseId)).toEqual(['budget.reserved.1', 'budget.settled.1', 'review.ended']);
      expect((await world.record(releaseId, 'budget.settled.1'))?.payload).toMatchObject({
        provider: MODEL,
        actual: { microUsd: COST },
      });
    }),
  );

  it.each<[string, World['ports']['reviewer']['says'], number | 'WORST']>([
    ['nobody knows what was billed', { kind: 'UNAVAILABLE', why: 'timed out' }, 'WORST'],
    ['it was refused unbilled', { kind: 'UNAVAILABLE', why: 'no', usage: { inputTokens: 0, outputTokens: 0 } }, 0],
    ['it was cut and billed', { kind: 'UNAVAILABLE', why: 'cut', usage: { inputTokens: 100, outputTokens: 50 } }, COST],
    ['the answer is useless and billed', { ...answer(), text: 'LGTM' } as never, COST],
  ])('no usable answer: %s', (_, says, cost) =>
    inWorld(async (world) => {
      world.ports.reviewer.says = says;
      const { releaseId } = await reviewed(world);
      const [entry] = (await world.ports.budgets.run(releaseId)).entries;
      expect(entry!.actual?.microUsd).toBe(cost === 'WORST' ? entry!.worst.microUsd : cost);
    })(),
  );

  it.each([
    ['component', { componentsUsd: { 'code-reviewer': 0.01 } }, /^budget of code-reviewer this month: .*\$0\.0100/],
    ['run', { perRunUsd: 0.02 }, /^budget of this release: .*\$0\.0200/],
    ['task', { perTaskTokens: 2100 }, /^budget of one call: 0 tokens of 2,100 tokens/],
  ] as const)('no room in the %s: nobody is asked, it is UNAVAILABLE and on record (003-33)', (_, budgets, why) =>
    inWorld(
      async (world) => {
        const { releaseId, answer: word } = await reviewed(world);
        expect(word).toEqual({ status: 'UNAVAILABLE', budget: 'EXHAUSTED' });
        expect(world.ports.reviewer.asked).toEqual([]);
        const report = await evidenceOf(world.ports.blobs, releaseId).find('review');
        expect(report).toMatchObject({ kind: 'UNAVAILABLE', why: expect.stringMatching(why) });
        expect(await world.keys(releaseId)).toEqual(['budget.exhausted', 'review.ended']);
        expect((await world.record(releaseId, 'budget.exhausted'))?.rationale).toMatch(why);
        expect(usedOf(await world.ports.budgets.month(MONTH)).microUsd).toBe(0);
        await expect(world.steps.ReviewChange({ releaseId })).resolves.toEqual(word);
      },
      { budgets },
    )(),
  );

  it(
    'a trailer lowers the cap of its release and never raises it (003-56)',
    inWorld(
      async (world) => {
        const releaseId = await seedRelease(world);
        const evidence = evidenceOf(world.ports.blobs, releaseId);
        const change = await evidence.get('change');
        await evidence.put('change', { ...change, trailers: [{ key: 'Budget-Usd', value: '0.001' }] });
        await expect(world.steps.ReviewChange({ releaseId })).resolves.toMatchObject({ budget: 'EXHAUSTED' });
        await evidence.put('change', { ...change, trailers: [{ key: 'Budget-Usd', value: '1000' }] });
      },
      { budgets: { perRunUsd: 1 } },
    ),
  );

  it(
    'beyond the tokens of one call less of the diff is shown, and the rest counts as not reviewed (003-34)',
    inWorld(
      async (world) => {
        const hunk = (n: number) => `@@ -${n},1 +${n},1 @@\n-a\n+${'b'.repeat(3000)}\n`;
        const file = (n: number) => `diff --git a/f${n}.js b/f${n}.js\n--- a/f${n}.js\n+++ b/f${n}.js\n${hunk(1)}`;
        world.ports.vcs.change = {
          ...world.ports.vcs.change,
          diff: Array.from({ length: 9 }, (_, n) => file(n)).join(''),
        };
        const { releaseId, answer: word } = await reviewed(world);
        expect(word).toEqual({ status: 'PARTIAL', budget: 'WITHIN' });
        const [entry] = (await world.ports.budgets.run(releaseId)).entries;
        expect(entry!.worst.tokens).toBeLessThanOrEqual(8000);
        expect(entry!.worst.tokens).toBeGreaterThan(6000);
      },
      { budgets: { perTaskTokens: 8000 } },
    ),
  );

  it(
    'says that a budget is near, at its line, or within (000-44)',
    inWorld(async (world) => {
      const near = async (budgets: object) => {
        world.ports.settings.change({ budgets: { ...world.ports.settings.now.config.budgets, ...budgets } });
        return (await reviewed(world)).answer;
      };
      expect(await near({})).toMatchObject({ budget: 'WITHIN' });
      const used = usedOf(await world.ports.budgets.month(MONTH)).microUsd / 1_000_000;
      expect(await near({ monthUsd: used / 0.81 })).toMatchObject({ budget: 'NOTICE' });
      expect(await near({ monthUsd: used / 0.79 })).toMatchObject({ budget: 'WITHIN' });
      expect(await near({ alarmUsd: used })).toMatchObject({ budget: 'ALARM' });
    }),
  );

  it(
    'no model, no budget: nothing is set aside for kind none',
    inWorld(
      async (world) => {
        const { releaseId } = await reviewed(world);
        expect(await world.ports.budgets.run(releaseId)).toEqual({ version: 1, entries: [] });
      },
      { reviewer: { kind: 'none' }, budgets: { componentsUsd: { 'code-reviewer': 0 } } },
    ),
  );

  it(
    'an answer is kept when its bill cannot be written: all of its worst case stays used',
    inWorld(async (world) => {
      failOnce(world, 'budgets', 'settle');
      const { releaseId, answer: word } = await reviewed(world);
      expect(word).toMatchObject({ status: 'REVIEWED' });
      const run = await world.ports.budgets.run(releaseId);
      expect(run.entries).toMatchObject([{ actual: null }]);
      expect(usedByRun(run)).toEqual(run.entries[0]!.worst);
      expect(world.ports.reviewer.asked).toHaveLength(1);
    }),
  );

  it('killed behind any call and run again: every call to the model has an entry of its own, at no less than its price', async () => {
    for (let nth = 1; ; nth += 1) {
      const world = stepsWorld();
      try {
        const releaseId = await seedRelease(world);
        const { calls, revive } = dieAfter(world, nth);
        await world.steps.ReviewChange({ releaseId }).catch(() => undefined);
        revive();
        await world.steps.ReviewChange({ releaseId });
        const run = await world.ports.budgets.run(releaseId);
        const asked = world.ports.reviewer.asked.length;
        expect({ nth, entries: run.entries.length >= asked }).toEqual({ nth, entries: true });
        expect(usedByRun(run).microUsd).toBeGreaterThanOrEqual(asked * COST);
        expect(usedOf(await world.ports.budgets.month(MONTH))).toEqual(usedByRun(run));
        if (calls() < nth) break;
      } finally {
        world.end();
      }
    }
  });
});
