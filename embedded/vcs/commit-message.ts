import type { CommitSha } from '../../core/contracts/ids.ts';
import { limited } from './git.ts';
import { gitIn, openRepository } from './repository.ts';

/** Title and description of a change from its commit's subject and body, bounded as `change.submitted` asks. */
export async function inspectCommitMessage(
  folder: string,
  commit: CommitSha,
): Promise<{ readonly title: string; readonly description: string }> {
  const args = ['log', '-1', '--no-color', '--encoding=UTF-8', '--format=%s%x00%b', commit, '--'];
  const { stdout } = await gitIn(await openRepository(folder), args, limited('the message of the commit'));
  const [subject = '', body = ''] = stdout.toString('utf8').split('\0');
  return { title: plain(subject).trim().slice(0, 300), description: plain(body).trim().slice(0, 10_000) };
}

/** Without control characters other than tab and line feed. */
const plain = (text: string) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
