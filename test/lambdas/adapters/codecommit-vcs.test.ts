import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { InvalidInput, Terminal, Transient } from '../../../core/contracts/errors.ts';
import type { CommitSha, ServiceName } from '../../../core/contracts/ids.ts';
import { createCodeCommitVcs } from '../../../lambdas/adapters/codecommit-vcs.ts';
import { codeCommitDefaultBranch } from '../../../lambdas/adapters/codecommit-default-branch.ts';
import { makeRepository, type TestRepository } from '../../embedded/vcs/make-repository.ts';
import { codeCommitDouble } from '../../support/codecommit-double.ts';

const source = { kind: 'CODECOMMIT' as const, name: 'shop' };
const shop = 'shop' as ServiceName;
let repository: TestRepository;
let double: ReturnType<typeof codeCommitDouble>;
let base: CommitSha;
let head: CommitSha;
beforeAll(() => {
  repository = makeRepository();
  base = repository.commit({ a: '1\n', 'd/e/f': 'f\n', 'same/g': 'g\n' });
  head = repository.commit({ a: '2\n', 'd/e/f': 'ff\n' });
  double = codeCommitDouble(repository.path);
});
afterEach(() => {
  double.fault.of = null;
  double.answers.clear();
  double.calls.length = 0;
});
afterAll(() => {
  double.end();
  repository.remove();
});

const vcs = () => createCodeCommitVcs(double.client);
const inspect = () => vcs().inspect({ source, base, head }, 1_000_000);
const failing = (operation: string, name: string, more: object = {}) => {
  double.fault.of = (o) => (o === operation ? Object.assign(new Error('secret detail'), { name, ...more }) : null);
};
const OPERATIONS = ['GetCommit', 'GetMergeCommit', 'GetFolder', 'GetDifferences', 'GetBlob'];

describe('faults of CodeCommit', () => {
  it.each(OPERATIONS)(
    '%s: throttled is Transient, denied is Terminal, and neither repeats the message',
    async (name) => {
      failing(`${name}Command`, 'ThrottlingException');
      await expect(inspect()).rejects.toThrow(Transient);
      failing(`${name}Command`, 'AccessDeniedException');
      await expect(inspect()).rejects.toThrow(Terminal);
      await expect(inspect()).rejects.toThrow(`CodeCommit ${name}: AccessDeniedException`);
      await expect(inspect()).rejects.not.toThrow(/secret detail/);
    },
  );

  it.each([
    ['GetFolderCommand', { files: [{ absolutePath: 'x', blobId: 'y' }] }, /an entry has no mode/],
    ['GetFolderCommand', { files: [{ fileMode: 'NORMAL', blobId: 'y' }] }, /an entry has no path/],
    ['GetFolderCommand', { subModules: [{ absolutePath: 'x' }] }, /an entry has no commit id/],
    ['GetMergeCommitCommand', { baseCommitId: 'nonsense' }, /the merge base is no commit id/],
    ['GetBlobCommand', {}, /has no content/],
    ['GetDifferencesCommand', { differences: [], NextToken: 'again' }, /the same page came twice/],
  ])('%s that answers %j is Terminal', async (operation, answer, words) => {
    double.answers.set(operation, answer);
    await expect(inspect()).rejects.toThrow(Terminal);
    await expect(inspect()).rejects.toThrow(words);
  });

  it('what is too large or left out is refused', async () => {
    failing('GetBlobCommand', 'FileTooLargeException');
    await expect(inspect()).rejects.toThrow(InvalidInput);
    await expect(inspect()).rejects.toThrow(/changes "a", which is larger than what CodeCommit gives out/);
    double.fault.of = null;
    double.answers.set('GetDifferencesCommand', { differences: [{ afterBlob: { path: 'a' } }] });
    await expect(inspect()).rejects.toThrow(/leave out "d\/e\/f", which has changed/);
  });
});

it('reads a folder that both commits have alike only once', async () => {
  await inspect();
  // root, d, d/e, same of the head; root, d, d/e of the merge base.
  expect(double.calls.filter((call) => call === 'GetFolderCommand')).toHaveLength(7);
});

it('currentHead follows a pull request of this repository until it is withdrawn', async () => {
  const pull = (pullRequestStatus: string, repositoryName = 'shop', isMerged = false) => ({
    pullRequestStatus,
    pullRequestTargets: [{ repositoryName, sourceCommit: head, mergeMetadata: { isMerged } }],
  });
  double.pulls.set('1', pull('OPEN'));
  double.pulls.set('2', pull('CLOSED', 'shop', true));
  double.pulls.set('3', pull('CLOSED'));
  const heads = await Promise.all([1, 2, 3, 5].map((n) => vcs().currentHead(source, `pr/${n}`)));
  expect(heads).toEqual([head, head, null, null]);
  double.pulls.set('4', pull('OPEN', 'other'));
  expect(await vcs().currentHead(source, 'pr/4')).toBeNull();
});

it('markDeployed after a lost reply or a death between its calls has no second effect', async () => {
  await vcs().markDeployed(source, shop, base);
  failing('CreateBranchCommand', 'TimeoutError');
  await expect(vcs().markDeployed(source, shop, head)).rejects.toThrow(Transient);
  double.fault.of = null;
  await vcs().markDeployed(source, shop, head);
  expect([...double.branches]).toEqual([['interlock/shop/production', head]]);
  double.calls.length = 0;
  await vcs().markDeployed(source, shop, head);
  expect(double.calls).toEqual(['GetCommitCommand', 'GetBranchCommand']);
  failing('GetBranchCommand', 'BranchDoesNotExistException');
  await expect(vcs().markDeployed(source, shop, base)).rejects.toThrow(Transient);
});

it('knows the default branch', async () => {
  expect(await codeCommitDefaultBranch(double.client, 'shop')).toBe('main');
  await expect(codeCommitDefaultBranch(double.client, 'none')).rejects.toThrow(/no CodeCommit repository none/);
});
