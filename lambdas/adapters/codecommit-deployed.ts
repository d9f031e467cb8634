import { CreateBranchCommand, DeleteBranchCommand, GetBranchCommand } from '@aws-sdk/client-codecommit';
import { Transient } from '../../core/contracts/errors.ts';
import type { CommitSha, ServiceName } from '../../core/contracts/ids.ts';
import { codeCommit, type CodeCommitRepository } from './codecommit-repository.ts';

/**
 * The branch `interlock/<service>/production`, the only one that Interlock may touch. CodeCommit moves no branch, so it
 * is made anew; whoever dies in between is called again.
 */
export async function markDeployedOnCodeCommit(
  repository: CodeCommitRepository,
  service: ServiceName,
  commitId: CommitSha,
): Promise<void> {
  const { client, name: repositoryName } = repository;
  const branch = { repositoryName, branchName: `interlock/${service}/production` };
  const get = () => client.send(new GetBranchCommand(branch));
  const found = await codeCommit(repository, 'GetBranch', get, ['BranchDoesNotExistException']);
  if (found?.branch?.commitId === commitId) return;
  if (found !== null) await codeCommit(repository, 'DeleteBranch', () => client.send(new DeleteBranchCommand(branch)));
  const create = () => client.send(new CreateBranchCommand({ ...branch, commitId }));
  const made = await codeCommit(repository, 'CreateBranch', create, ['BranchNameExistsException']);
  if (made === null) throw new Transient(`CodeCommit CreateBranch: somebody else made ${branch.branchName} just now`);
}
