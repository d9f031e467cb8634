import { describe, expect, it } from '@jest/globals';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Source } from '../../core/contracts/change-submitted.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { withAdapter, type MakeAdapter } from './adapter-under-test.ts';
import { service } from './samples.ts';
import { vcsInspectContract } from './vcs-inspect-contract.ts';
import { NOWHERE, type VcsUnderTest } from './vcs-under-test.ts';

/** Every adapter of Vcs passes this. */
export function vcsContract(name: string, make: MakeAdapter<VcsUnderTest>): void {
  vcsInspectContract(name, make);
  const on = withAdapter(make);

  describe(`Vcs contract: ${name}`, () => {
    it(
      'refuses a source of another kind and a repository that is not there',
      on(async ({ port, source, repository }) => {
        const head = repository.commit({ a: '1' });
        const other: Source =
          source.kind === 'LOCAL' ? { kind: 'CODECOMMIT', name: 'x' } : { kind: 'LOCAL', path: repository.path };
        const missing: Source =
          source.kind === 'LOCAL' ? { kind: 'LOCAL', path: '/nonexistent/repo' } : { ...source, name: 'nonexistent' };
        for (const wrong of [other, missing]) {
          await expect(port.digestOf(wrong, head)).rejects.toThrow(InvalidInput);
          await expect(port.currentHead(wrong, 'branch/main')).rejects.toThrow(InvalidInput);
        }
      }),
    );

    it(
      'digestOf is of bytes, modes and names, not of the commit',
      on(async ({ port, source, repository }) => {
        const one = repository.commit({ a: '1', 'd/b': Buffer.from([0, 255, 10]), empty: '' }, 'one');
        const same = repository.commit({}, 'another message');
        expect(await port.digestOf(source, one)).toMatch(/^sha256:[0-9a-f]{64}$/);
        expect(await port.digestOf(source, same)).toBe(await port.digestOf(source, one));
        chmodSync(join(repository.path, 'a'), 0o755);
        const mode = repository.commit({});
        repository.git('mv', 'a', 'z');
        const renamed = repository.commit({});
        const byte = repository.commit({ 'd/b': Buffer.from([0, 254, 10]) });
        symlinkSync('1', join(repository.path, 'link'));
        const link = repository.commit({});
        repository.git('update-index', '--add', '--cacheinfo', `160000,${NOWHERE},dep`);
        repository.git('commit', '-q', '-m', 'submodule');
        const submodule = repository.git('rev-parse', 'HEAD') as CommitSha;
        const commits = [one, mode, renamed, byte, link, submodule];
        const digests = await Promise.all(commits.map((commit) => port.digestOf(source, commit)));
        expect(new Set(digests).size).toBe(commits.length);
        await expect(port.digestOf(source, NOWHERE)).rejects.toThrow(/commit: there is no commit ffff/);
      }),
    );

    it(
      'contains answers by ancestry; a lost commit is contained in nothing',
      on(async ({ port, source, repository }) => {
        const root = repository.commit({ a: '1' });
        const head = repository.commit({ a: '2' });
        repository.git('checkout', '-q', '-b', 'side', root);
        const side = repository.commit({ b: '1' });
        expect(await port.contains(source, head, root)).toBe(true);
        expect(await port.contains(source, head, head)).toBe(true);
        expect(await port.contains(source, root, head)).toBe(false);
        expect(await port.contains(source, head, side)).toBe(false);
        expect(await port.contains(source, head, NOWHERE)).toBe(false);
        await expect(port.contains(source, NOWHERE, head)).rejects.toThrow(InvalidInput);
      }),
    );

    it(
      'currentHead follows a branch, and says when it is gone',
      on(async ({ port, source, repository }) => {
        const root = repository.commit({ a: '1' });
        repository.git('branch', 'fix/x');
        expect(await port.currentHead(source, 'branch/fix/x')).toBe(root);
        expect(await port.currentHead(source, `commit/${root}`)).toBe(root);
        const next = repository.commit({ a: '2' });
        repository.git('branch', '--force', 'fix/x');
        expect(await port.currentHead(source, 'branch/fix/x')).toBe(next);
        repository.git('branch', '-D', 'fix/x');
        for (const gone of ['fix/x', 'fix', '--all', '../main', 'a b', 'x/../main'])
          expect(await port.currentHead(source, `branch/${gone}`)).toBeNull();
        expect(await port.currentHead(source, `commit/${NOWHERE}`)).toBeNull();
        await expect(port.currentHead(source, 'nonsense')).rejects.toThrow(InvalidInput);
      }),
    );

    it(
      'markDeployed moves the record of one service, and again changes nothing',
      on(async ({ port, source, repository, productionOf }) => {
        const shop = service('shop');
        expect(await productionOf(shop)).toBeNull();
        const [first, second] = [repository.commit({ a: '1' }), repository.commit({ a: '2' })];
        for (const commit of [first, second, second, first]) {
          await port.markDeployed(source, shop, commit);
          expect(await productionOf(shop)).toBe(commit);
        }
        expect(await productionOf(service('other'))).toBeNull();
        await expect(port.markDeployed(source, shop, NOWHERE)).rejects.toThrow(InvalidInput);
        expect(await productionOf(shop)).toBe(first);
        expect(repository.git('for-each-ref', '--format=%(refname)', 'refs/heads/main')).toBe('refs/heads/main');
      }),
    );
  });
}
