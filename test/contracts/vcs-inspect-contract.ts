import { describe, expect, it } from '@jest/globals';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDiff } from '../../core/change/parse-diff.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { withAdapter, type MakeAdapter } from './adapter-under-test.ts';
import { NOWHERE, type VcsUnderTest } from './vcs-under-test.ts';

const LIMIT = 5 * 1024 * 1024;

/** The part of the contract of Vcs that is about reading a change. */
export function vcsInspectContract(name: string, make: MakeAdapter<VcsUnderTest>): void {
  const on = withAdapter(make);
  const inspect = ({ port, source }: VcsUnderTest, base: CommitSha, head: CommitSha, limit = LIMIT) =>
    port.inspect({ source, base, head }, limit);

  describe(`Vcs contract, inspect: ${name}`, () => {
    it(
      'reads what head changed since it left base, and nothing of base',
      on(async (vcs) => {
        const root = vcs.repository.commit({ 'a.txt': 'a\n' });
        vcs.repository.git('checkout', '-q', '-b', 'topic');
        const head = vcs.repository.commit({ 'b.txt': 'b\n' }, 'of the topic\n\nCo-authored-by: Bo <bo@acme.io>');
        vcs.repository.git('checkout', '-q', 'main');
        const base = vcs.repository.commit({ 'c.txt': 'c\n' }, 'of main\n\nCo-authored-by: Eve <eve@acme.io>');
        const seen = await inspect(vcs, base, head);
        expect(parseDiff(seen.diff)).toMatchObject([{ path: 'b.txt', addedLines: [{ line: 1, text: 'b' }] }]);
        expect([...seen.authors].sort()).toEqual(['ada@acme.io', 'bo@acme.io', 'cy@acme.io']);
        expect(await inspect(vcs, root, head)).toEqual(seen);
        expect(seen.digest).toBe(await vcs.port.digestOf(vcs.source, head));
      }),
    );

    it(
      'shows every kind of change under its own name (K13)',
      on(async (vcs) => {
        const { repository } = vcs;
        const text = 'line\n'.repeat(20);
        const base = repository.commit({ 'old name.txt': text, gone: 'x', mode: 'x\n', 'd/edit': text, turned: 'f\n' });
        repository.git('mv', 'old name.txt', 'new name.txt');
        chmodSync(join(repository.path, 'mode'), 0o755);
        symlinkSync('/etc/passwd', join(repository.path, 'link'));
        repository.commit({ turned: null });
        symlinkSync('gone', join(repository.path, 'turned'));
        const added = ['with space.txt', 'a/b/c.txt', 'quote"d', 'back\\slash', 'tab\there', 'new\nline'];
        added.push('naïve-日本.md', "sh'; rm -rf $HOME", '-rf', ':(top)x', 'ends in space ', 'x b/x');
        const hostile = '+++ b/../../etc/passwd\ndiff --git a/x b/x\n';
        const head = repository.commit({
          ...Object.fromEntries(added.map((file) => [file, hostile])),
          gone: null,
          'd/edit': `${text}no line end`,
          'bin.dat': Buffer.from([0, 1, 2]),
          'latin1.txt': Buffer.from([0x63, 0xe9, 10]),
          empty: '',
        });
        const files = parseDiff((await inspect(vcs, base, head)).diff);
        const paths = new Set(files.flatMap(({ path, oldPath }) => [path, oldPath ?? path]));
        const edited = ['old name.txt', 'new name.txt', 'mode', 'link', 'turned', 'gone', 'd/edit'];
        expect([...paths].sort()).toEqual([...added, ...edited, 'bin.dat', 'latin1.txt', 'empty'].sort());
        const file = (path: string) => files.find((f) => f.path === path);
        expect(file('with space.txt')?.addedLines.map((l) => l.text)).toEqual(hostile.trimEnd().split('\n'));
        expect(file('mode')).toMatchObject({ modeChanged: true, binary: false });
        expect(file('gone')).toMatchObject({ status: 'DELETED' });
        expect(file('bin.dat')).toMatchObject({ status: 'ADDED', binary: true });
        expect(file('latin1.txt')).toMatchObject({ binary: false, addedLines: [{ line: 1, text: 'c\ufffd' }] });
        expect(file('link')).toMatchObject({ type: 'SYMLINK', addedLines: [{ line: 1, text: '/etc/passwd' }] });
        expect(file('d/edit')).toMatchObject({ addedLines: [{ line: 21, text: 'no line end' }], linesRemoved: 0 });
        expect(files.some((f) => f.path === 'turned' && f.type === 'SYMLINK')).toBe(true);
      }),
    );

    it(
      'is not fooled by attributes in the change',
      on(async (vcs) => {
        const base = vcs.repository.commit({ 'a.ts': 'a\n', 'real.bin': Buffer.from([0, 1]) });
        const head = vcs.repository.commit({
          'a.ts': 'evil\n',
          'new.ts': 'more\n',
          'real.bin': Buffer.from([0, 2]),
          '.gitattributes': '*.ts binary -diff\n',
        });
        const { diff } = await inspect(vcs, base, head);
        expect(diff).toContain('\n-a\n+evil\n');
        expect(diff).toContain('\n+more\n');
        const kinds = Object.fromEntries(parseDiff(diff).map(({ path, binary }) => [path, binary]));
        expect(kinds).toEqual({ '.gitattributes': false, 'a.ts': false, 'new.ts': false, 'real.bin': true });
      }),
    );

    it(
      'knows authors, committers, co-authors and trailers of every commit (004-29)',
      on(async (vcs) => {
        const root = vcs.repository.commit({ a: '0' }, 'root\n\nCo-authored-by: Old <old@acme.io>');
        const base = vcs.repository.commit({ a: '1' }, 'base\n\nCo-authored-by: Old <old@acme.io>');
        vcs.repository.commit(
          { a: '2', '.mailmap': 'Eve <eve@acme.io> <ada@acme.io>\n' },
          'one\n\nCo-Authored-By: Bo <Bo@Acme.io>\n\nNot-A: trailer because\nof this line',
        );
        vcs.repository.git('checkout', '-q', '-b', 'side', root);
        vcs.repository.commit({ side: '1' }, 'side\n\nCo-authored-by: Sid <sid@acme.io>');
        vcs.repository.git('checkout', '-q', 'main');
        vcs.repository.commit({ a: '3' }, 'three');
        vcs.repository.git('merge', '-q', '--no-ff', '-m', 'merge\n\nReviewed-by: Di <di@acme.io>', 'side');
        const head = vcs.repository.commit(
          { a: '4' },
          'two\n\ntext\n\nAgent-By: forge/builder-01\nTask-ID: T-7\n  and more\nCo-authored-by: dora@acme.io\n',
        );
        const { authors, trailers } = await inspect(vcs, base, head);
        const people = ['ada@acme.io', 'bo@acme.io', 'cy@acme.io', 'dora@acme.io', 'sid@acme.io'];
        expect([...authors].sort()).toEqual(people);
        expect(trailers).toEqual(
          expect.arrayContaining([
            { key: 'Agent-By', value: 'forge/builder-01' },
            { key: 'Task-ID', value: 'T-7 and more' },
            { key: 'Reviewed-by', value: 'Di <di@acme.io>' },
          ]),
        );
        expect(trailers.map(({ key }) => key)).not.toContain('Not-A');
      }),
    );

    it(
      'refuses a diff over the limit',
      on(async (vcs) => {
        const base = vcs.repository.commit({ a: '1' });
        const head = vcs.repository.commit({ big: 'some line of text\n'.repeat(2000) });
        const asked = inspect(vcs, base, head, 20_000);
        await expect(asked).rejects.toThrow(InvalidInput);
        await expect(asked).rejects.toThrow(/larger than the limit of 20000 bytes \(limits.diffMb 0.02\)/);
        expect((await inspect(vcs, base, head, 60_000)).diff.length).toBeGreaterThan(36_000);
      }),
    );

    it(
      'says what is wrong in words for people',
      on(async (vcs) => {
        const base = vcs.repository.commit({ a: '1' });
        const empty = vcs.repository.commit({});
        for (const [from, to, words] of [
          [base, empty, /changes nothing/],
          [base, base, /changes nothing/],
          [NOWHERE, base, /base: there is no commit ffff/],
          [base, NOWHERE, /head: there is no commit ffff/],
        ] as const) {
          await expect(inspect(vcs, from, to)).rejects.toThrow(InvalidInput);
          await expect(inspect(vcs, from, to)).rejects.toThrow(words);
        }
        vcs.repository.git('checkout', '-q', '--orphan', 'other');
        await expect(inspect(vcs, base, vcs.repository.commit({ b: '1' }))).rejects.toThrow(/no commit in common/);
      }),
    );

    it(
      'refuses a changed file name that is not UTF-8',
      on(async (vcs) => {
        const base = vcs.repository.commit({ a: '1' });
        const name = Buffer.concat([Buffer.from(`${vcs.repository.path}/caf`), Buffer.from([0xe9])]);
        writeFileSync(name, 'x');
        const asked = inspect(vcs, base, vcs.repository.commit({}));
        await expect(asked).rejects.toThrow(InvalidInput);
        await expect(asked).rejects.toThrow(/name is not valid UTF-8/);
      }),
    );
  });
}
