import { describe, expect, it } from '@jest/globals';
import type { BlobKey } from '../../../core/contracts/ids.ts';
import { evidenceOf } from '../../../lambdas/kit/evidence.ts';
import { releaseIdOf } from '../../contracts/samples.ts';
import { PASSED } from '../../support/fakes/gates.ts';
import { inWorld } from '../../support/steps-world.ts';

const releaseId = releaseIdOf(1);
const keyOf = (name: string) => `releases/${releaseId}/${name}` as BlobKey;

describe('evidence', () => {
  it(
    'gives back what was put, of each release its own',
    inWorld(async ({ ports }) => {
      const evidence = evidenceOf(ports.blobs, releaseId);
      await evidence.put('gates', PASSED);
      await evidence.putDiff('diff --git a/é b/é\n');
      expect(await evidence.get('gates')).toEqual(PASSED);
      expect(await evidence.diff()).toBe('diff --git a/é b/é\n');
      expect(await evidenceOf(ports.blobs, releaseIdOf(2)).find('gates')).toBeNull();
    }),
  );

  it(
    'what was never written is null, and Terminal for a step that cannot go on without it',
    inWorld(async ({ ports }) => {
      const evidence = evidenceOf(ports.blobs, releaseId);
      expect([await evidence.find('verdict'), await evidence.diff(), await evidence.shift('CANARY')]).toEqual([
        null,
        null,
        null,
      ]);
      await expect(evidence.get('verdict')).rejects.toMatchObject({
        name: 'Terminal',
        message: `evidence verdict of ${releaseId} is missing`,
      });
    }),
  );

  it(
    'what does not have its shape is not written',
    inWorld(async ({ ports }) => {
      const evidence = evidenceOf(ports.blobs, releaseId);
      await expect((async () => evidence.put('gates', { ...PASSED, status: 'GREEN' as never }))()).rejects.toThrow();
      expect(await evidence.find('gates')).toBeNull();
    }),
  );

  it.each([
    ['another shape', '{"status":"GREEN","password":"hunter2"}'],
    ['half a document', '{"password":"hunter2'],
    ['no text', '\u0000\u0001hunter2'],
  ])('what lies there with %s is Terminal, without a word of it', (_, content) =>
    inWorld(async ({ ports }) => {
      await ports.blobs.put(keyOf('gates.json'), content);
      const failed = evidenceOf(ports.blobs, releaseId).get('gates');
      await expect(failed).rejects.toMatchObject({
        name: 'Terminal',
        message: `evidence gates.json of ${releaseId} does not have its shape`,
      });
    })(),
  );
});
