import { afterAll, describe, expect, it } from '@jest/globals';
import { makeRepository } from '../embedded/vcs/make-repository.ts';
import { runCliBatch } from '../support/run-cli.ts';

const repository = makeRepository();
afterAll(() => repository.remove());

describe('interlock digest', () => {
  it('prints commit and digest, of HEAD or of a ref, and refuses what is none', async () => {
    const head = repository.commit({ 'a.txt': 'a' });
    const [said, asJson, unknown, nowhere] = await runCliBatch(
      [['digest'], ['digest', 'main', '--json'], ['digest', 'v9'], ['digest', '--repo', '/nowhere']],
      repository.path,
    );
    const { commit, digest } = JSON.parse(asJson!.stdout) as { commit: string; digest: string };
    expect(commit).toBe(head);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(said).toEqual({ code: 0, stdout: `commit  ${commit}\ndigest  ${digest}\n`, stderr: '' });
    expect(unknown).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('unknown ref "v9"') });
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no folder /nowhere') });
  });
});
