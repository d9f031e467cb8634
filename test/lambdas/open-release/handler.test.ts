import { describe, expect, it } from '@jest/globals';
import { releaseIdOf } from '../../../core/release/release-id.ts';
import { evidenceOf } from '../../../lambdas/kit/evidence.ts';
import { commitOf } from '../../contracts/samples.ts';
import { crashEverywhere } from '../../support/crash-everywhere.ts';
import { failOnce } from '../../support/faults.ts';
import { DIFF, DIGEST, someChange, someEvent } from '../../support/some-change.ts';
import { inWorld } from '../../support/steps-world.ts';

const event = someEvent();
const releaseId = releaseIdOf(event);

describe('open-release', () => {
  it(
    'collects the facts, keeps the diff and writes the first record (K20)',
    inWorld(async ({ steps, ports, record, keys }) => {
      await expect(steps.OpenRelease({ releaseId, event })).resolves.toEqual({ next: 'COLLECT' });
      const evidence = evidenceOf(ports.blobs, releaseId);
      expect(await evidence.diff()).toBe(DIFF);
      expect(await evidence.get('change')).toMatchObject({ files: 1, linesAdded: 1, authors: ['dev@example.com'] });
      expect(await evidence.get('issue')).toMatchObject({ domain: 'general', previousResolutions: 0 });
      expect(await keys(releaseId)).toEqual(['release.opened']);
      expect(await record(releaseId, 'release.opened')).toMatchObject({
        rationale: event.title,
        actor: event.submittedBy,
        head: { digest: DIGEST, policyVersion: ports.settings.now.hash, head: event.head },
        payload: { files: ['src/search.js'], signals: expect.arrayContaining(['source']), trigger: 'CLI' },
      });
      expect(await ports.releases.get(releaseId)).toMatchObject({ status: 'OPEN', digest: DIGEST });
    }),
  );

  it('changes nothing when it is repeated, wherever it died before', () =>
    crashEverywhere(async ({ steps }) => ({ releaseId, run: () => steps.OpenRelease({ releaseId, event }) })));

  it('a refused change stays refused, wherever it died before', () =>
    crashEverywhere(async ({ steps, ports }) => {
      ports.vcs.change = someChange({ diff: '' });
      return { releaseId, run: () => steps.OpenRelease({ releaseId, event }) };
    }));

  it(
    'what was refused once is not opened when the world has changed since',
    inWorld(async ({ steps, ports, keys }) => {
      ports.vcs.change = someChange({ diff: '' });
      await steps.OpenRelease({ releaseId, event });
      ports.vcs.change = someChange();
      await expect(steps.OpenRelease({ releaseId, event })).resolves.toEqual({ next: 'CLOSE' });
      expect(await keys(releaseId)).toEqual(['release.refused']);
    }),
  );

  it.each([
    ['an empty diff', someChange({ diff: '' }), {}, 'the change is empty'],
    [
      'a diff above the limit',
      someChange({ diff: `${DIFF}${' x\n'.repeat(900_000)}` }),
      {},
      'expected at most 1048576',
    ],
    ['too many files', someChange({ diff: DIFF + DIFF.replaceAll('search', 'sort') }), {}, 'the change has 2 files'],
    [
      'too many authors',
      someChange({ authors: Array.from({ length: 501 }, (_, i) => `a${i}@x.org`) }),
      {},
      '502 authors',
    ],
    ['an unknown service', someChange(), { service: 'shed' }, 'service "shed" is not configured'],
    [
      'a service of a familiar name',
      someChange(),
      { service: 'constructor' },
      'service "constructor" is not configured',
    ],
  ])('refuses %s with a sentence for people', (_, change, over, message) =>
    inWorld(
      async ({ steps, ports, keys, record }) => {
        ports.vcs.change = change;
        await expect(steps.OpenRelease({ releaseId, event: { ...event, ...over } })).resolves.toEqual({
          next: 'CLOSE',
        });
        expect(await keys(releaseId)).toEqual(['release.refused']);
        expect((await record(releaseId, 'release.refused'))?.rationale).toContain(message);
      },
      { limits: { diffMb: 1, files: 1 } },
    )(),
  );

  it(
    'text that is hostile is kept as text, and as one line of the log',
    inWorld(async ({ steps, record, log }) => {
      const title = '</title><script>alert(1)</script> $(rm -rf /) \n{"level":"error"} \u202e\u{1f600}';
      const hostile = someEvent({ title, description: `${'x'.repeat(9_990)}\n-- DROP` });
      await expect(steps.OpenRelease({ releaseId, event: hostile })).resolves.toEqual({ next: 'COLLECT' });
      expect((await record(releaseId, 'release.opened'))?.rationale).toBe(title);
      expect(log.every((line) => line.indexOf('\n') === line.length - 1 && !line.includes('script'))).toBe(true);
    }),
  );

  it(
    'a change of a hundred long names and five hundred authors still fits into its record',
    inWorld(async ({ steps, ports, record }) => {
      const name = (i: number) => `${'長'.repeat(190)}${i}.js`;
      ports.vcs.change = someChange({
        diff: Array.from({ length: 100 }, (_, i) => DIFF.replaceAll('src/search.js', name(i))).join(''),
        authors: Array.from({ length: 499 }, (_, i) => `${'a'.repeat(60)}${i}@example.com`),
        trailers: Array.from({ length: 50 }, (_, i) => ({ key: `Key-${i}`, value: '値'.repeat(300) })),
      });
      await expect(steps.OpenRelease({ releaseId, event })).resolves.toEqual({ next: 'COLLECT' });
      expect(await record(releaseId, 'release.opened')).toMatchObject({ payload: { files: 100, authors: 500 } });
      expect((await evidenceOf(ports.blobs, releaseId).get('change')).authors).toHaveLength(500);
    }),
  );

  it(
    'counts what was deployed in the same domain before, off the record (001-45)',
    inWorld(async ({ steps, ports, clock }) => {
      const trailers = [{ key: 'Domain', value: 'Search' }];
      ports.vcs.change = someChange({ trailers });
      const old = someEvent({ head: commitOf(3), change: 'branch/old' });
      for (const [outcome, head] of [
        ['DEPLOYED', 3],
        ['DEPLOYED', 4],
        ['ROLLED_BACK', 5],
      ] as const) {
        const past = { ...old, head: commitOf(head), change: `branch/${head}` };
        await steps.OpenRelease({ releaseId: releaseIdOf(past), event: past });
        await ports.releases.close(releaseIdOf(past), outcome, clock.now());
      }
      await steps.OpenRelease({ releaseId, event });
      const issue = await evidenceOf(ports.blobs, releaseId).get('issue');
      expect(issue).toMatchObject({ domain: 'search', previousResolutions: 2 });
    }),
  );

  it(
    'can be tried again when version control does not answer',
    inWorld(async (world) => {
      failOnce(world, 'vcs', 'inspect');
      await expect(world.steps.OpenRelease({ releaseId, event })).rejects.toMatchObject({ name: 'Transient' });
      await expect(world.steps.OpenRelease({ releaseId, event })).resolves.toEqual({ next: 'COLLECT' });
      expect(await world.keys(releaseId)).toEqual(['release.opened']);
    }),
  );

  it(
    'names the wrong field',
    inWorld(async ({ steps }) => {
      await expect(steps.OpenRelease({ releaseId: 'rel-1', event })).rejects.toMatchObject({
        name: 'InvalidInput',
        message: 'input of open-release: releaseId: expected "rel-" and 20 hex digits',
      });
    }),
  );
});
