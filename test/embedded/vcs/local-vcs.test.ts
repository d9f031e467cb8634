import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDiff } from '../../../core/change/parse-diff.ts';
import { InvalidInput } from '../../../core/contracts/errors.ts';
import type { CommitSha, ServiceName } from '../../../core/contracts/ids.ts';
import { createVcs } from '../../../embedded/vcs/local-vcs.ts';
import { makeRepository } from './make-repository.ts';
import type { TestRepository } from './make-repository.ts';

const LIMIT = 5 * 1024 * 1024;
const made: TestRepository[] = [];
let repo: TestRepository;
beforeEach(() => {
  repo = makeRepository();
  made.push(repo);
});
afterAll(() => made.forEach((r) => r.remove()));

const vcs = createVcs();
const source = () => ({ kind: 'LOCAL' as const, path: repo.path });
const inspect = (base: CommitSha, head: CommitSha, limit = LIMIT) =>
  vcs.inspect({ source: source(), base, head }, limit);
const NOWHERE = 'f'.repeat(40) as CommitSha;

describe('inspect', () => {
  it('reads what head changed since it left base, and nothing of base', async () => {
    const root = repo.commit({ 'a.txt': 'a\n' });
    repo.git('checkout', '-q', '-b', 'topic');
    const head = repo.commit({ 'b.txt': 'b\n' });
    repo.git('checkout', '-q', 'main');
    const base = repo.commit({ 'c.txt': 'c\n' });
    expect(parseDiff((await inspect(base, head)).diff).map(({ path }) => path)).toEqual(['b.txt']);
    expect((await inspect(root, head)).diff).toBe((await inspect(base, head)).diff);
  });

  it('reads hostile and rare names as git has them', async () => {
    const base = repo.commit({ 'old name.txt': `${'line\n'.repeat(20)}`, gone: 'x', mode: 'x\n' });
    const names = [
      'with space.txt',
      'a/b/c.txt',
      'quote"d',
      'back\\slash',
      'tab\there',
      'new\nline',
      'naïve-日本.md',
      "sh'; rm -rf $HOME",
      '-rf',
      ':(top)x',
      'ends in space ',
      'x b/x',
    ];
    repo.git('mv', 'old name.txt', 'new name.txt');
    chmodSync(join(repo.path, 'mode'), 0o755);
    const head = repo.commit({
      ...Object.fromEntries(names.map((n) => [n, '+++ b/../../etc/passwd\n'])),
      gone: null,
      'bin.dat': Buffer.from([0, 1, 2]),
    });
    const files = parseDiff((await inspect(base, head)).diff);
    expect(
      files
        .filter(({ status }) => status === 'ADDED')
        .map(({ path }) => path)
        .sort(),
    ).toEqual([...names, 'bin.dat'].sort());
    expect(files.find(({ status }) => status === 'RENAMED')).toMatchObject({
      path: 'new name.txt',
      oldPath: 'old name.txt',
    });
    expect(files.find(({ path }) => path === 'mode')).toMatchObject({ modeChanged: true });
    expect(files.find(({ path }) => path === 'gone')).toMatchObject({ status: 'DELETED' });
    expect(files.find(({ path }) => path === 'bin.dat')).toMatchObject({ binary: true });
  });

  it('is not fooled by attributes in the change, replaced objects or settings', async () => {
    const base = repo.commit({ 'a.ts': 'a\n' });
    const head = repo.commit({ 'a.ts': 'evil\n', '.gitattributes': '*.ts binary -diff\n* diff=x\n' });
    const marker = join(repo.path, 'ran');
    for (const [key, value] of Object.entries({
      'diff.noprefix': 'true',
      'diff.external': `touch ${marker}`,
      'diff.x.textconv': `touch ${marker}; echo`,
      'diff.x.command': `touch ${marker}`,
      'core.fsmonitor': `touch ${marker}`,
      'color.ui': 'always',
      'log.showSignature': 'true',
      'diff.renames': 'false',
    }))
      repo.git('config', key, value);
    const before = await inspect(base, head);
    expect(before.diff).toContain('+evil');
    expect(parseDiff(before.diff)).toHaveLength(2);
    repo.git('replace', head, base);
    expect(await inspect(base, head)).toEqual(before);
    expect(existsSync(marker)).toBe(false);
  });

  it('knows authors, committers, co-authors and trailers (004-29), not by .mailmap', async () => {
    const base = repo.commit({ a: '1' });
    repo.commit(
      { a: '2', '.mailmap': 'Eve <eve@acme.io> <ada@acme.io>\n' },
      'one\n\nCo-Authored-By: Bo <Bo@Acme.io>\n\nnot the last block',
    );
    const head = repo.commit(
      { a: '3' },
      'two\n\ntext\n\nAgent-By: forge/builder-01\nTask-ID: T-7\nCo-authored-by: dora@acme.io\n',
    );
    const { authors, trailers } = await inspect(base, head);
    expect([...authors].sort()).toEqual(['ada@acme.io', 'bo@acme.io', 'cy@acme.io', 'dora@acme.io']);
    expect(trailers).toEqual(
      expect.arrayContaining([
        { key: 'Agent-By', value: 'forge/builder-01' },
        { key: 'Task-ID', value: 'T-7' },
      ]),
    );
  });

  it('ends git early for a diff over the limit and says so', async () => {
    const base = repo.commit({ a: '1' });
    const head = repo.commit({ big: 'some line of text\n'.repeat(3_000_000) });
    await expect(inspect(base, head)).rejects.toThrow(/larger than the limit of 5242880 bytes \(limits.diffMb 5\)/);
  }, 30_000);

  it('says what is wrong in words for people', async () => {
    const base = repo.commit({ a: '1' });
    const empty = repo.commit({});
    await expect(inspect(base, empty)).rejects.toThrow(/changes nothing/);
    await expect(inspect(base, base)).rejects.toThrow(/changes nothing/);
    await expect(inspect(NOWHERE, base)).rejects.toThrow(/base: there is no commit ffff/);
    await expect(inspect(base, NOWHERE)).rejects.toThrow(/head: there is no commit ffff/);
    repo.git('checkout', '-q', '--orphan', 'other');
    await expect(inspect(base, repo.commit({ b: '1' }))).rejects.toThrow(/no commit in common/);
  });

  it.each([
    ['missing', () => '/nonexistent/repo', /there is no folder/],
    ['not a repository', () => mkdtempSync(join(tmpdir(), 'interlock-test-')), /is not a git repository/],
    ['a folder of one', () => join(repo.path, 'sub'), /but the folder sub\/ of one/],
    ['with a zero byte', () => '/tmp\0', /expected a path/],
  ])('refuses a repository that is %s', async (_name, pathOf, message) => {
    const base = repo.commit({ 'sub/a': '1' });
    const path = pathOf();
    const asked = vcs.inspect({ source: { kind: 'LOCAL', path }, base, head: base }, LIMIT);
    await expect(asked).rejects.toThrow(InvalidInput);
    await expect(asked).rejects.toThrow(message);
    if (path.includes('interlock-test-') && path !== join(repo.path, 'sub')) rmSync(path, { recursive: true });
  });

  it('refuses a changed file name that is not UTF-8, naming it', async () => {
    const base = repo.commit({ a: '1' });
    writeFileSync(Buffer.concat([Buffer.from(`${repo.path}/caf`), Buffer.from([0xe9]), Buffer.from('.txt')]), 'x');
    await expect(inspect(base, repo.commit({}))).rejects.toThrow('"caf\\xe9.txt"');
  });
});

describe('digestOf', () => {
  it('is of bytes, modes and names, not of the commit', async () => {
    const one = repo.commit({ a: '1', 'd/b': Buffer.from([0, 255, 10]), big: 'x'.repeat(300_000), empty: '' }, 'one');
    const same = repo.commit({}, 'another message');
    const digest = await vcs.digestOf(source(), one);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await vcs.digestOf(source(), same)).toBe(digest);
    chmodSync(join(repo.path, 'a'), 0o755);
    const mode = repo.commit({});
    repo.git('mv', 'a', 'z');
    const renamed = repo.commit({});
    const byte = repo.commit({ 'd/b': Buffer.from([0, 254, 10]) });
    const digests = await Promise.all([one, mode, renamed, byte].map((c) => vcs.digestOf(source(), c)));
    expect(new Set(digests).size).toBe(4);
  });

  it('takes links by their target and submodules by their commit', async () => {
    repo.commit({ a: '1' });
    symlinkSync('/etc/passwd', join(repo.path, 'link'));
    const link = repo.commit({});
    repo.git('update-index', '--add', '--cacheinfo', `160000,${NOWHERE},dep`);
    repo.git('commit', '-q', '-m', 'submodule');
    const sub = repo.git('rev-parse', 'HEAD') as CommitSha;
    expect(await vcs.digestOf(source(), link)).not.toBe(await vcs.digestOf(source(), sub));
  });

  it('is the documented formula', async () => {
    const head = repo.commit({ a: 'hello\n' });
    // printf 'hello\n' | sha256sum; then printf '100644 <it>\ta\0' | sha256sum
    const script = `h=$(git cat-file -p ${head}:a | sha256sum | cut -c1-64); printf "100644 $h\\ta\\0" | sha256sum | cut -c1-64`;
    const expected = execFileSync('sh', ['-c', script], { cwd: repo.path, encoding: 'utf8' }).trim();
    expect(await vcs.digestOf(source(), head)).toBe(`sha256:${expected}`);
  });
});

describe('contains, currentHead, markDeployed', () => {
  it('answers by ancestry; a lost commit is contained in nothing', async () => {
    const root = repo.commit({ a: '1' });
    const head = repo.commit({ a: '2' });
    expect(await vcs.contains(source(), head, root)).toBe(true);
    expect(await vcs.contains(source(), head, head)).toBe(true);
    expect(await vcs.contains(source(), root, head)).toBe(false);
    expect(await vcs.contains(source(), head, NOWHERE)).toBe(false);
    await expect(vcs.contains(source(), NOWHERE, head)).rejects.toThrow(InvalidInput);
  });

  it('follows a branch, and says when it is gone', async () => {
    const root = repo.commit({ a: '1' });
    repo.git('branch', 'fix/x');
    expect(await vcs.currentHead(source(), 'branch/fix/x')).toBe(root);
    expect(await vcs.currentHead(source(), `commit/${root}`)).toBe(root);
    repo.git('branch', '-D', 'fix/x');
    expect(await vcs.currentHead(source(), 'branch/fix/x')).toBeNull();
    expect(await vcs.currentHead(source(), 'branch/--all')).toBeNull();
  });

  it('writes the ref of production and no other', async () => {
    const head = repo.commit({ a: '1' });
    const before = repo.git('for-each-ref');
    await vcs.markDeployed(source(), 'shop' as ServiceName, head);
    expect(repo.git('rev-parse', 'refs/interlock/shop/production')).toBe(head);
    expect(
      repo
        .git('for-each-ref')
        .replace(/.*refs\/interlock.*/, '')
        .trim(),
    ).toBe(before);
    await expect(vcs.markDeployed(source(), 'shop' as ServiceName, NOWHERE)).rejects.toThrow(InvalidInput);
  });
});
