import { CodeCommitClient } from '@aws-sdk/client-codecommit';
import { mockClient } from 'aws-sdk-client-mock';
import { execFileSync } from 'node:child_process';

type Input = Readonly<Record<string, string>>;
type Blob = { readonly blobId: string; readonly path: string; readonly mode: string };

const failure = (name: string) => Object.assign(new Error(`${name} of the double`), { name, $fault: 'client' });

/**
 * CodeCommit's API for one repository, read from the real git repository in `path`: a client that never leaves the
 * process. Branches that the API makes are kept apart, as are pull requests, so that the repository stays as it is.
 */
export function codeCommitDouble(path: string) {
  const mock = mockClient(CodeCommitClient);
  const made = new Map<string, string>();
  const pulls = new Map<string, object>();
  const calls: string[] = [];
  const run = (...args: string[]): Buffer =>
    execFileSync('git', args, { cwd: path, stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 256 * 1024 * 1024 });
  const attempt = (...args: string[]): string | null => {
    try {
      return run(...args)
        .toString()
        .trim();
    } catch {
      return null;
    }
  };
  const commit = (id = '', error = 'CommitDoesNotExistException'): string => {
    const found = /^[0-9a-f]{40}$/.test(id) ? attempt('rev-parse', '--verify', '--quiet', `${id}^{commit}`) : null;
    if (found === null) throw failure(error);
    return found;
  };
  const branch = (name = ''): string => {
    const found = made.get(name) ?? attempt('rev-parse', '--verify', '--quiet', `refs/heads/${name}`);
    if (!found) throw failure('BranchDoesNotExistException');
    return found;
  };

  const operations: Readonly<Record<string, (input: Input) => object>> = {
    GetCommitCommand: ({ commitId }) => {
      const format = '--format=%P%x00%ae%x00%ct +0000%x00%ce%x00%B';
      const log = run('log', '-1', format, commit(commitId, 'CommitIdDoesNotExistException')).toString();
      const [parents = '', author = '', date = '', committer = '', message = ''] = log.split('\0');
      const people = { author: { email: author, date }, committer: { email: committer, date } };
      return { commit: { commitId, parents: parents.split(' ').filter(Boolean), message, ...people } };
    },
    GetMergeCommitCommand: (input) => {
      const [source, destination] = [
        commit(input['sourceCommitSpecifier']),
        commit(input['destinationCommitSpecifier']),
      ];
      const baseCommitId = attempt('merge-base', source, destination) ?? undefined;
      return { sourceCommitId: source, destinationCommitId: destination, baseCommitId };
    },
    GetFolderCommand: (input) => {
      const sha = commit(input['commitSpecifier']);
      const folderPath = input['folderPath'] ?? '';
      const treeish = `${sha}:${folderPath}`;
      const entries = run('ls-tree', '-z', treeish).toString('utf8').split('\0').filter(Boolean).map(entryOf);
      const named = ({ name, id }: ReturnType<typeof entryOf>) => ({
        absolutePath: folderPath === '' ? name : `${folderPath}/${name}`,
        ...{ relativePath: name, blobId: id, treeId: id, commitId: id },
      });
      const of = (...modes: string[]) => entries.filter(({ mode }) => modes.includes(mode));
      return {
        ...{ commitId: sha, folderPath, treeId: run('rev-parse', treeish).toString().trim() },
        subFolders: of('040000').map(named),
        files: of('100644', '100755').map((e) => ({
          ...named(e),
          fileMode: e.mode === '100755' ? 'EXECUTABLE' : 'NORMAL',
        })),
        symbolicLinks: of('120000').map((e) => ({ ...named(e), fileMode: 'SYMLINK' })),
        subModules: of('160000').map(named),
      };
    },
    GetDifferencesCommand: (input) => {
      const range = [commit(input['beforeCommitSpecifier']), commit(input['afterCommitSpecifier'])];
      const raw = run('diff-tree', '-r', '-z', '--raw', '--no-renames', ...range)
        .toString('utf8')
        .split('\0');
      const all = Array.from({ length: Math.floor(raw.length / 2) }, (_, i) =>
        differenceOf(raw[2 * i]!, raw[2 * i + 1]!),
      );
      // Small pages, so that every suite turns some.
      const from = Number(input['NextToken'] ?? 0);
      return {
        differences: all.slice(from, from + 5),
        ...(all.length > from + 5 ? { NextToken: String(from + 5) } : {}),
      };
    },
    GetBlobCommand: ({ blobId = '' }) => ({ content: new Uint8Array(run('cat-file', 'blob', blobId)) }),
    GetBranchCommand: ({ branchName }) => ({ branch: { branchName, commitId: branch(branchName) } }),
    CreateBranchCommand: ({ branchName = '', commitId }) => {
      if (made.has(branchName)) throw failure('BranchNameExistsException');
      made.set(branchName, commit(commitId));
      return {};
    },
    DeleteBranchCommand: ({ branchName = '' }) => ({ deletedBranch: made.delete(branchName) ? {} : undefined }),
    GetPullRequestCommand: ({ pullRequestId = '' }) => {
      if (!pulls.has(pullRequestId)) throw failure('PullRequestDoesNotExistException');
      return { pullRequest: pulls.get(pullRequestId) };
    },
    GetRepositoryCommand: () => ({ repositoryMetadata: { defaultBranch: 'main' } }),
  };
  /** What an operation answers in place of the double. */
  const answers = new Map<string, object>();
  const fault: { of: ((operation: string) => Error | null) | null } = { of: null };
  const answer = async (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
    const operation = command.constructor.name;
    calls.push(operation);
    const failed = fault.of?.(operation) ?? null;
    if (failed !== null) throw failed;
    const { repositoryName = 'shop' } = command.input;
    if (repositoryName !== 'shop') throw failure('RepositoryDoesNotExistException');
    return answers.get(operation) ?? operations[operation]!(command.input);
  };
  // The mock's type asks for every answer of the service at once.
  mock.send.callsFake(answer as never);
  const client = new CodeCommitClient({ region: 'eu-west-1' });
  return { client, branches: made, pulls, calls, fault, answers, end: () => mock.restore() };
}

function entryOf(line: string) {
  const [, mode = '', id = '', name = ''] = /^(\d+) \w+ (\w+)\t(.*)$/s.exec(line) ?? [];
  return { mode, id, name };
}

function differenceOf(raw: string, path: string): { beforeBlob?: Blob; afterBlob?: Blob; changeType: string } {
  const [, oldMode = '', newMode = '', oldId = '', newId = '', changeType = ''] =
    /^:(\d+) (\d+) (\w+) (\w+) (\w)/.exec(raw) ?? [];
  return {
    changeType,
    ...(oldMode === '000000' ? {} : { beforeBlob: { blobId: oldId, path, mode: oldMode } }),
    ...(newMode === '000000' ? {} : { afterBlob: { blobId: newId, path, mode: newMode } }),
  };
}
