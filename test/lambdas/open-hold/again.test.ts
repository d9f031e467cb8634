import { describe, expect, it } from '@jest/globals';
import { evidenceOf } from '../../../lambdas/kit/evidence.ts';
import { releaseIdOf } from '../../contracts/samples.ts';
import { crashEverywhere } from '../../support/crash-everywhere.ts';
import { failOnce } from '../../support/faults.ts';
import { inWorld } from '../../support/steps-world.ts';
import { HOUR, approvers, window, autonomous, at, open, answers, stop } from './an-open-hold.ts';

describe('open-hold again', () => {
  it.each([
    ['an approval', {}],
    ['a cancel window', { verdict: window }],
    ['no hold', { verdict: autonomous }],
  ])('with %s changes nothing, wherever it died before', (_, seed) =>
    crashEverywhere(
      async (world) => {
        const { releaseId, run } = await open(world, seed);
        return { releaseId, run: () => run() };
      },
      { config: { approvers } },
    ),
  );

  it(
    'the new token is the one that is answered, and nobody gets a second mail',
    inWorld(async (world) => {
      const { releaseId, run, hold } = await open(world);
      await run('token-1');
      await run('token-2');
      await world.ports.holds.end((await hold())!.holdId, { answer: 'REJECTED', by: 'alice', reason: 'no' }, 'word');
      expect(answers(world)).toEqual([['token-2', 'word']]);
      expect(world.ports.mail.sent).toHaveLength(1);
      expect(await world.keys(releaseId)).toEqual(['hold.APPROVAL.opened']);
    }),
  );

  it.each(['holds.open', 'mail.send'] as const)(
    'later, after %s failed: the record, the hold and the mail name one deadline',
    (name) =>
      inWorld(async (world) => {
        const { releaseId, run, hold } = await open(world);
        const [port, method] = name.split('.') as ['holds', 'open'];
        failOnce(world, port, method);
        await expect(run()).rejects.toMatchObject({ name: 'Transient' });
        world.clock.advance(2 * HOUR);
        await run('token-2');
        const { deadline } = (await hold())!;
        expect((await world.record(releaseId, 'hold.APPROVAL.opened'))?.payload).toMatchObject({ deadline });
        expect(deadline).toBe(at(world, 22 * HOUR));
        expect(world.ports.mail.sent[0]?.text).toContain(deadline.slice(11, 16));
      })(),
  );

  it(
    'after the hold has ended, the new token is answered with that ending and nobody is asked',
    inWorld(async (world) => {
      const { run, hold } = await open(world);
      failOnce(world, 'mail', 'send');
      await expect(run('token-1')).rejects.toMatchObject({ name: 'Transient' });
      await world.ports.holds.end((await hold())!.holdId, { answer: 'CANCELLED', by: 'dev', reason: '' }, 'word');
      await run('token-2');
      expect(world.ports.callbacks.answers.get('token-2')).toBe('word');
      expect(world.ports.mail.sent).toEqual([]);
    }),
  );

  it(
    'the recorded answer stands when a stop came between the record and the answer',
    inWorld(async (world) => {
      const { releaseId, run } = await open(world, { verdict: autonomous });
      failOnce(world, 'callbacks', 'succeed');
      await expect(run()).rejects.toMatchObject({ name: 'Transient' });
      await world.ports.releases.requestStop(releaseId, stop('CANCEL'));
      await run();
      expect((await world.record(releaseId, 'hold.APPROVAL.ended'))?.payload).toMatchObject({ answer: 'NOT_REQUIRED' });
      expect(answers(world)).toEqual([['token-1', { next: 'TIME_LOCK', answer: 'NOT_REQUIRED' }]]);
    }),
  );

  it(
    'without a verdict, a release, or a good input there is nothing to open',
    inWorld(async (world) => {
      const { releaseId } = await open(world);
      const step = (over: object) => world.steps.OpenHold({ releaseId, gate: 'APPROVAL', taskToken: 'token', ...over });
      await expect(step({ releaseId: releaseIdOf(404) })).rejects.toMatchObject({ name: 'Terminal' });
      for (const [field, value] of [
        ['gate', 'NONE'],
        ['taskToken', ''],
        ['releaseId', 1],
      ] as const)
        await expect(step({ [field]: value })).rejects.toMatchObject({
          name: 'InvalidInput',
          message: expect.stringContaining(`input of open-hold: ${field}`),
        });
      expect(await evidenceOf(world.ports.blobs, releaseId).find('facts')).toBeNull();
    }),
  );
});
