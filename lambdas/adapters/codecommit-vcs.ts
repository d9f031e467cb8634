import { GetBranchCommand, GetPullRequestCommand, type CodeCommitClient } from '@aws-sdk/client-codecommit';
import { commitShaSchema, type CommitSha } from '../../core/contracts/ids.ts';
import type { Vcs } from '../ports.ts';
import { findCommit, mergeBaseOf, readCodeCommits, requireCodeCommit } from './codecommit-commits.ts';
import { markDeployedOnCodeCommit } from './codecommit-deployed.ts';
import { readCodeCommitDiff } from './codecommit-diff.ts';
import { codeCommit, codeCommitRepository, type CodeCommitRepository } from './codecommit-repository.ts';
import { readCodeCommitTree, type KnownFolders } from './codecommit-tree.ts';
import { commitLabels } from './commit-labels.ts';
import { rangeOf, treeDigest } from './tree-entry.ts';
import { changeName, nothingInCommon } from './vcs-refusals.ts';

/** The port Vcs on CodeCommit's API. */
export function createCodeCommitVcs(client: CodeCommitClient): Vcs {
  return {
    inspect: async ({ source, base, head }, maxDiffBytes) => {
      const repository = codeCommitRepository(client, source);
      await requireCodeCommit(repository, base, 'base');
      await requireCodeCommit(repository, head, 'head');
      const mergeBase = await mergeBaseOf(repository, base, head);
      if (mergeBase === null) throw nothingInCommon(rangeOf(base, head));
      const known: KnownFolders = new Map();
      const after = await readCodeCommitTree(repository, head, 'head', known);
      const before = await readCodeCommitTree(repository, mergeBase, 'merge base', known);
      const request = { base, mergeBase, head, before, after, maxBytes: maxDiffBytes };
      const diff = await readCodeCommitDiff(repository, request);
      const commits = await readCodeCommits(repository, mergeBase, head);
      return { diff, digest: treeDigest(after), ...commitLabels(commits) };
    },
    contains: async (source, head, ancestor) => {
      const repository = codeCommitRepository(client, source);
      await requireCodeCommit(repository, head, 'head');
      return head === ancestor || (await mergeBaseOf(repository, ancestor, head)) === ancestor;
    },
    currentHead: async (source, change) => {
      const repository = codeCommitRepository(client, source);
      const { kind, name } = changeName(change);
      if (kind === 'pr') return pullRequestHead(repository, name);
      const found =
        kind === 'branch' ? await branchHead(repository, name) : (await findCommit(repository, name))?.commitId;
      return commitShaSchema.nullable().parse(found ?? null);
    },
    digestOf: async (source, commit) =>
      treeDigest(await readCodeCommitTree(codeCommitRepository(client, source), commit, 'commit')),
    markDeployed: async (source, service, commit) => {
      const repository = codeCommitRepository(client, source);
      await requireCodeCommit(repository, commit, 'deployed commit');
      await markDeployedOnCodeCommit(repository, service, commit);
    },
  };
}

async function branchHead(repository: CodeCommitRepository, branchName: string): Promise<string | undefined> {
  const command = new GetBranchCommand({ repositoryName: repository.name, branchName });
  const absent = ['BranchDoesNotExistException', 'InvalidBranchNameException'];
  const answer = await codeCommit(repository, 'GetBranch', () => repository.client.send(command), absent);
  return answer?.branch?.commitId;
}

/** A pull request that was closed unmerged is withdrawn. */
async function pullRequestHead(repository: CodeCommitRepository, pullRequestId: string): Promise<CommitSha | null> {
  const command = new GetPullRequestCommand({ pullRequestId });
  const absent = ['PullRequestDoesNotExistException', 'InvalidPullRequestIdException'];
  const answer = await codeCommit(repository, 'GetPullRequest', () => repository.client.send(command), absent);
  // Numbers are of the account: one that belongs to another repository is not this change.
  const target = answer?.pullRequest?.pullRequestTargets?.find((t) => t.repositoryName === repository.name);
  const stands = answer?.pullRequest?.pullRequestStatus === 'OPEN' || target?.mergeMetadata?.isMerged === true;
  return target !== undefined && stands ? commitShaSchema.parse(target.sourceCommit) : null;
}
