import type { CodeCommitClient } from '@aws-sdk/client-codecommit';
import type { Source } from '../../core/contracts/change-submitted.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { awsCall } from './aws-errors.ts';

export type CodeCommitRepository = { readonly client: CodeCommitClient; readonly name: string };

export function codeCommitRepository(client: CodeCommitClient, source: Source): CodeCommitRepository {
  if (source.kind !== 'CODECOMMIT') throw new InvalidInput(`source: found ${source.kind}; expected CODECOMMIT`);
  if (!/^[\w.-]{1,100}$/.test(source.name))
    throw new InvalidInput('source: expected a name of letters, digits, ".", "_" and "-"');
  return { client, name: source.name };
}

/**
 * One call; null for the errors in `absent`, such as CommitDoesNotExistException. A repository that is not there is the
 * submitter's mistake, all else is of the service.
 */
export function codeCommit<T>(
  { name }: CodeCommitRepository,
  operation: string,
  call: () => Promise<T>,
  absent: readonly string[] = [],
): Promise<T | null> {
  const missing = () => {
    throw new InvalidInput(`source: there is no CodeCommit repository ${name}`);
  };
  return awsCall<T, null>(`CodeCommit ${operation}`, call, {
    ...Object.fromEntries(absent.map((error) => [error, () => null])),
    RepositoryDoesNotExistException: missing,
  });
}
