import { describe, expect, it } from '@jest/globals';
import { releaseIdOf } from '../../../core/release/release-id.ts';
import { commitOf } from '../../contracts/samples.ts';
import { crashEverywhere } from '../../support/crash-everywhere.ts';
import { keysAt } from '../../support/faults.ts';
import { someEvent } from '../../support/some-change.ts';
import { inWorld } from '../../support/steps-world.ts';

const event = someEvent();
const releaseId = releaseIdOf(event);

describe('open-release supersedes', () => {
  const newer = someEvent({ head: commitOf(8), at: '2026-01-05T10:01:00.000Z' });
  const newerId = releaseIdOf(newer);

  it(
    'the older release of the same change, which is recorded before it is asked to stop',
    inWorld(async (world) => {
      const { steps, ports } = world;
      await steps.OpenRelease({ releaseId, event });
      const seen = keysAt(world, 'releases', 'requestStop', releaseId);
      await expect(steps.OpenRelease({ releaseId: newerId, event: newer })).resolves.toEqual({ next: 'COLLECT' });
      expect(seen).toEqual([['release.opened', 'release.stopped']]);
      expect((await ports.releases.get(releaseId))?.stop).toMatchObject({ kind: 'SUPERSEDE', by: 'interlock' });
      expect((await ports.releases.get(newerId))?.stop).toBeNull();
    }),
  );

  it(
    'itself when a newer one is there already',
    inWorld(async ({ steps, ports }) => {
      await steps.OpenRelease({ releaseId: newerId, event: newer });
      await expect(steps.OpenRelease({ releaseId, event })).resolves.toEqual({ next: 'CLOSE' });
      expect((await ports.releases.get(releaseId))?.stop?.kind).toBe('SUPERSEDE');
      expect((await ports.releases.get(newerId))?.stop).toBeNull();
    }),
  );

  it(
    'exactly one of two that were submitted in the same millisecond, also when both are opened again',
    inWorld(async ({ steps, ports }) => {
      const twin = someEvent({ head: commitOf(8) });
      const both = [event, twin].map((e) => ({ releaseId: releaseIdOf(e), event: e }));
      for (const input of [...both, ...both]) await steps.OpenRelease(input);
      const stops = await Promise.all(both.map(async (r) => (await ports.releases.get(r.releaseId))?.stop ?? null));
      expect(stops.filter((stop) => stop === null)).toHaveLength(1);
    }),
  );

  it(
    'nothing of another change, service or repository',
    inWorld(async ({ steps, ports }) => {
      await steps.OpenRelease({ releaseId, event });
      for (const over of [{ change: 'branch/other' }, { repository: 'other' }]) {
        const other = { ...newer, ...over };
        await steps.OpenRelease({ releaseId: releaseIdOf(other), event: other });
      }
      expect((await ports.releases.get(releaseId))?.stop).toBeNull();
    }),
  );

  it('once, wherever it died before', async () => {
    const clean = await crashEverywhere(async ({ steps }) => {
      await steps.OpenRelease({ releaseId, event });
      return { releaseId, run: () => steps.OpenRelease({ releaseId: newerId, event: newer }) };
    });
    expect(clean.audit.map((r) => r.key)).toEqual(['release.opened', 'release.stopped']);
  });
});
