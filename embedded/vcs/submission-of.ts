import { printable } from '../../core/change/printable.ts';
import { changeSubmittedSchema } from '../../core/contracts/change-submitted.ts';
import type { ChangeSubmitted } from '../../core/contracts/change-submitted.ts';
import type { Actor } from '../../core/contracts/actor.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { inspectCommitMessage } from './commit-message.ts';
import { limited } from './git.ts';
import { gitIn, openRepository } from './repository.ts';
import type { Repository } from './repository.ts';
import { repositoryName } from './repository-name.ts';
import { resolveRef } from './resolve-ref.ts';

/**
 * The event for a change of a repository on this machine. Versions are checked out of the configured repository, so
 * another one (not merely another worktree of it) is refused. The change is named after the branch that `head` names.
 */
export async function submissionOf(request: {
  readonly repository: string;
  readonly configuredRepository: string;
  readonly base: string;
  readonly head: string;
  readonly service: string;
  readonly title?: string | undefined;
  readonly submittedBy: Actor;
  /** Milliseconds since 1970. */
  readonly at: number;
}): Promise<ChangeSubmitted> {
  const repository = await openRepository(request.repository);
  const configured = await openRepository(request.configuredRepository);
  if (repository.commonDir !== configured.commonDir)
    throw new InvalidInput(
      `--repo: found ${printable(request.repository, 300)}; expected the service's repository ${printable(configured.path, 300)}`,
    );
  const base = await resolveRef(repository.path, request.base);
  const head = await resolveRef(repository.path, request.head);
  if (base === head)
    throw new InvalidInput(
      `--head: "${printable(request.head, 200)}" and the base are the same commit ${head}; there is nothing to submit`,
    );
  const message = await inspectCommitMessage(repository.path, head);
  const event = changeSubmittedSchema.safeParse({
    kind: 'change.submitted',
    version: 1,
    source: { kind: 'LOCAL', path: configured.path },
    repository: await repositoryName(configured.path),
    change: await changeName(repository, request.head, head),
    service: request.service,
    base,
    head,
    title: request.title ?? message.title,
    description: message.description,
    submittedBy: request.submittedBy,
    trigger: 'CLI',
    at: new Date(request.at).toISOString(),
  });
  if (event.success) return event.data;
  const issue = event.error.issues[0];
  const field = String(issue?.path[0] ?? 'change');
  throw new InvalidInput(`${OPTIONS[field] ?? field}: ${issue?.message ?? 'not valid'}`);
}

/** What people call the fields that they choose themselves. */
const OPTIONS: Readonly<Record<string, string>> = { title: '--title', submittedBy: '--as' };

/** `branch/<name>`, or `commit/<id>` for what no branch names; `currentHead` of the port reads it back. */
async function changeName(repository: Repository, ref: string, head: CommitSha): Promise<string> {
  const { stdout } = await gitIn(repository, ['rev-parse', '--symbolic-full-name', '--end-of-options', ref], {
    ...limited('the answer of git'),
    codes: [0, 1, 128],
  });
  const branch = /^refs\/heads\/(.+)$/m.exec(stdout.toString('utf8'))?.[1];
  return branch === undefined || branch.length > 190 ? `commit/${head}` : `branch/${branch}`;
}
