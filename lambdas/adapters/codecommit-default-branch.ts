import { GetRepositoryCommand, type CodeCommitClient } from '@aws-sdk/client-codecommit';
import { codeCommit, codeCommitRepository } from './codecommit-repository.ts';

/** The branch that pull requests aim at; null for an empty repository. */
export async function codeCommitDefaultBranch(
  client: CodeCommitClient,
  repositoryName: string,
): Promise<string | null> {
  const repository = codeCommitRepository(client, { kind: 'CODECOMMIT', name: repositoryName });
  const command = new GetRepositoryCommand({ repositoryName });
  const answer = await codeCommit(repository, 'GetRepository', () => client.send(command));
  return answer?.repositoryMetadata?.defaultBranch ?? null;
}
