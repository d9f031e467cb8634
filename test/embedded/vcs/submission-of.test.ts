import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { createVcs } from '../../../embedded/vcs/local-vcs.ts';
import { repositoryName } from '../../../embedded/vcs/repository-name.ts';
import { resolveRef } from '../../../embedded/vcs/resolve-ref.ts';
import { localChange } from '../../../embedded/vcs/local-change.ts';
import { submissionOf, worktreeOf } from '../../../embedded/vcs/submission-of.ts';
import { makeRepository } from './make-repository.ts';
import type { TestRepository } from './make-repository.ts';

const AT = Date.parse('2026-01-05T10:00:00.000Z');
let repo: TestRepository;
let other: TestRepository;
beforeAll(() => {
  repo = makeRepository();
  other = makeRepository();
  repo.commit({ a: '1' });
  other.commit({ a: '1' });
  repo.git('checkout', '-q', '-b', 'fix/latency');
  repo.commit({ a: '2' }, `Make it \u001b[31mfaster\n\nBody\u0007 text\n\tindented`);
});
afterAll(() => {
  repo.remove();
  other.remove();
});
const submit = async ({ repository = repo.path, head = 'HEAD', service = 'shop' } = {}) =>
  submissionOf(await localChange(await worktreeOf(repo.path, repository), { base: 'main', head }), {
    configuredRepository: repo.path,
    service,
    submittedBy: { id: 'ada', kind: 'PERSON', authenticated: true },
    at: AT,
  });

describe('submissionOf', () => {
  it('names the change after its branch and takes title and description from the commit', async () => {
    const event = await submit();
    expect(event).toMatchObject({
      change: 'branch/fix/latency',
      title: 'Make it [31mfaster',
      description: 'Body text\n\tindented',
      head: repo.git('rev-parse', 'HEAD'),
      source: { kind: 'LOCAL', path: repo.path },
      at: '2026-01-05T10:00:00.000Z',
    });
    expect(await createVcs().currentHead(event.source, event.change)).toBe(event.head);
  });

  it('names a change without a branch after its commit', async () => {
    const event = await submit({ head: 'HEAD~0' });
    expect(event.change).toBe(`commit/${event.head}`);
    expect(await createVcs().currentHead(event.source, event.change)).toBe(event.head);
  });

  it('takes HEAD of the worktree that it is given', async () => {
    const tree = `${repo.path}-tree`;
    repo.git('worktree', 'add', '-q', '-b', 'in-tree', tree, 'main');
    repo.git('-C', tree, '-c', 'user.name=A', '-c', 'user.email=a@b.c', 'commit', '-q', '--allow-empty', '-m', 'tree');
    const event = await submit({ repository: tree });
    expect(event).toMatchObject({ change: 'branch/in-tree', title: 'tree', source: { path: repo.path } });
    expect(event.repository).toBe(await repositoryName(repo.path));
    rmSync(tree, { recursive: true });
  });

  it.each([
    ['another repository', () => ({ repository: other.path }), /--repo: found .* expected the service's repository/],
    ['an unknown head', () => ({ head: 'nope' }), /unknown ref "nope"/],
    ['an option for a ref', () => ({ head: '--output=/tmp/x' }), /unknown ref "--output/],
    ['a ref with control characters', () => ({ head: 'x\u001b[31m' }), /unknown ref "x\\u\{1b\}/],
    ['base and head the same', () => ({ head: 'main' }), /nothing to submit/],
    ['a bad service name', () => ({ service: 'Shop!' }), /service: expected lower-case/],
  ])('refuses %s', async (_name, changes, message) => {
    await expect(submit(changes())).rejects.toThrow(message);
  });

  it('resolves tags and short ids', async () => {
    repo.git('tag', '-a', 'v1', '-m', 'x', 'main');
    const main = repo.git('rev-parse', 'main');
    expect(await resolveRef(repo.path, 'v1')).toBe(main);
    expect(await resolveRef(repo.path, main.slice(0, 10))).toBe(main);
  });
});
