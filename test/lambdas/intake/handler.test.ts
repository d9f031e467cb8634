import { describe, expect, it } from '@jest/globals';
import { releaseIdOf } from '../../../core/release/release-id.ts';
import { someEvent } from '../../support/some-change.ts';
import { inWorld } from '../../support/steps-world.ts';

describe('intake (000-1, 004-28)', () => {
  it(
    'publishes the one event and answers with the release it will be',
    inWorld(async ({ steps, published }) => {
      await expect(steps.intake(someEvent())).resolves.toEqual({ releaseId: releaseIdOf(someEvent()), accepted: true });
      expect(published).toEqual([someEvent()]);
    }),
  );

  it(
    'a duplicate names the same release, another head another one',
    inWorld(async ({ steps }) => {
      const first = await steps.intake(someEvent());
      expect(await steps.intake(someEvent({ title: 'Submitted again' }))).toEqual(first);
      expect(await steps.intake(someEvent({ head: someEvent().base }))).not.toEqual(first);
    }),
  );

  it.each(['shed', 'constructor'])('refuses the service "%s", which is not configured', (name) =>
    inWorld(async ({ steps, published }) => {
      const event = { ...someEvent(), service: name };
      await expect(steps.intake(event)).rejects.toMatchObject({
        name: 'InvalidInput',
        message: `service: found "${name}"; expected a configured service (shop)`,
      });
      expect(published).toEqual([]);
    })(),
  );

  it.each([
    ['head', { head: 'main' }, 'head: expected a full commit id'],
    ['title', { title: 'a\u0007bell' }, 'title: expected text without control characters'],
    ['source', { source: { kind: 'FTP', path: '/srv' } }, 'source.kind'],
    ['submittedBy', { submittedBy: { id: '', kind: 'PERSON', authenticated: true } }, 'submittedBy.id'],
    ['at', { at: 'yesterday' }, 'at: '],
    ['an unknown key', { approved: true }, 'approved'],
  ])('names the wrong field: %s', (_, wrong, message) =>
    inWorld(async ({ steps, published }) => {
      const failed = expect(steps.intake({ ...someEvent(), ...wrong })).rejects;
      await failed.toMatchObject({ name: 'InvalidInput', message: expect.stringContaining(message) });
      expect(published).toEqual([]);
    })(),
  );

  it.each([null, undefined, 'submit', 7, []])('refuses what is no event: %j', (value) =>
    inWorld(async ({ steps }) => {
      await expect(steps.intake(value)).rejects.toMatchObject({ name: 'InvalidInput' });
    })(),
  );
});
