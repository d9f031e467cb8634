import { GetFolderCommand, type GetFolderCommandOutput } from '@aws-sdk/client-codecommit';
import { InvalidInput, Terminal } from '../../core/contracts/errors.ts';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { codeCommit, type CodeCommitRepository } from './codecommit-repository.ts';
import type { Tree, TreeEntry } from './tree-entry.ts';
import { noCommit } from './vcs-refusals.ts';

const MAX_FOLDERS = 5000;
/** Folders asked for at once: well below the API's rate for one account. */
const AT_ONCE = 8;
const MODES: Readonly<Record<string, string>> = { NORMAL: '100644', EXECUTABLE: '100755', SYMLINK: '120000' };

/** What folders hold by path and tree id, so that a second commit costs only the folders that differ. */
export type KnownFolders = Map<string, GetFolderCommandOutput>;
type Folder = { readonly path: string; readonly treeId: string | null };

/** Every file of a commit, folder by folder. */
export async function readCodeCommitTree(
  repository: CodeCommitRepository,
  commit: CommitSha,
  what: string,
  known: KnownFolders = new Map(),
): Promise<Tree> {
  const tree = new Map<string, TreeEntry>();
  let folders: Folder[] = [{ path: '', treeId: null }];
  for (let read = 0; folders.length > 0;) {
    const now = folders.splice(0, AT_ONCE);
    read += now.length;
    if (read > MAX_FOLDERS)
      throw new InvalidInput(`${what}: ${commit.slice(0, 12)} has too many folders; expected at most ${MAX_FOLDERS}`);
    const answers = await Promise.all(now.map((folder) => readFolder(repository, commit, folder, known)));
    for (const answer of answers) {
      if (answer === null) throw noCommit(what, commit, repository.name);
      for (const entry of entriesOf(answer)) tree.set(entry.path, entry);
      folders = folders.concat(
        (answer.subFolders ?? []).map((f) => ({ path: pathOf(f.absolutePath), treeId: f.treeId ?? null })),
      );
    }
  }
  return tree;
}

async function readFolder(
  repository: CodeCommitRepository,
  commit: CommitSha,
  { path, treeId }: Folder,
  known: KnownFolders,
): Promise<GetFolderCommandOutput | null> {
  const key = JSON.stringify([path, treeId]);
  const before = treeId === null ? undefined : known.get(key);
  if (before !== undefined) return before;
  const command = new GetFolderCommand({ repositoryName: repository.name, commitSpecifier: commit, folderPath: path });
  const absent = ['CommitDoesNotExistException', 'InvalidCommitException'];
  const answer = await codeCommit(repository, 'GetFolder', () => repository.client.send(command), absent);
  if (answer !== null) known.set(key, answer);
  return answer;
}

function entriesOf(folder: GetFolderCommandOutput): readonly TreeEntry[] {
  const links = (folder.symbolicLinks ?? []).map((link) => ({ ...link, fileMode: 'SYMLINK' }));
  return [
    ...[...(folder.files ?? []), ...links].map(({ absolutePath, fileMode, blobId }) => ({
      path: pathOf(absolutePath),
      mode: given(MODES[fileMode ?? ''], 'mode'),
      id: given(blobId, 'blob id'),
    })),
    ...(folder.subModules ?? []).map(({ absolutePath, commitId }) => ({
      path: pathOf(absolutePath),
      mode: '160000',
      id: given(commitId, 'commit id'),
    })),
  ];
}

const pathOf = (path: string | undefined): string => given(path?.replace(/^\//, ''), 'path');

function given(value: string | undefined, what: string): string {
  if (value === undefined || value === '') throw new Terminal(`CodeCommit GetFolder: an entry has no ${what}`);
  return value;
}
