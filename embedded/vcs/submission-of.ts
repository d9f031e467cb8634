import { printable } from '../../core/change/printable.ts';
import { changeSubmittedSchema } from '../../core/contracts/change-submitted.ts';
import type { ChangeSubmitted } from '../../core/contracts/change-submitted.ts';
import type { Actor } from '../../core/contracts/actor.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { LocalChange } from './local-change.ts';
import { openRepository } from './repository.ts';
import { repositoryName } from './repository-name.ts';

/** The event for a change of a service's repository on this machine. */
export async function submissionOf(
  change: LocalChange,
  request: {
    readonly configuredRepository: string;
    readonly service: string;
    readonly submittedBy: Actor;
    /** Milliseconds since 1970. */
    readonly at: number;
  },
): Promise<ChangeSubmitted> {
  const configured = await openRepository(request.configuredRepository);
  const event = changeSubmittedSchema.safeParse({
    kind: 'change.submitted',
    version: 1,
    source: { kind: 'LOCAL', path: configured.path },
    repository: await repositoryName(configured.path),
    service: request.service,
    ...change,
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

/**
 * The folder to read a change from. Versions are checked out of the configured repository, so another one (not merely
 * another worktree of it) is refused.
 */
export async function worktreeOf(configuredRepository: string, folder = configuredRepository): Promise<string> {
  const repository = await openRepository(folder);
  const configured = await openRepository(configuredRepository);
  if (repository.commonDir !== configured.commonDir)
    throw new InvalidInput(
      `--repo: found ${printable(folder, 300)}; expected the service's repository ${printable(configured.path, 300)}`,
    );
  return folder;
}
