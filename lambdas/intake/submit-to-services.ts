import type { ChangeSubmitted, Source } from '../../core/contracts/change-submitted.ts';
import { nameOf } from '../../core/contracts/hosted-repository.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { Deps } from './deps.ts';
import { createHandler } from './handler.ts';
import { servicesIn } from '../../core/release/services-in.ts';

export type RepositoryDeps = Deps & {
  /** The repository that a service's path in the config is in; null when there is none. */
  readonly own: Source | null;
};
export type Submission = Readonly<Record<Exclude<keyof ChangeSubmitted, 'kind' | 'version' | 'service'>, unknown>> & {
  readonly source: Source;
};

/** One event for every service whose code is in the change's repository; none is a value and no fault. */
export async function submitToServices(deps: RepositoryDeps, submission: Submission): Promise<readonly ReleaseId[]> {
  const { config } = await deps.settings.current();
  const submit = createHandler(deps);
  const releases: ReleaseId[] = [];
  for (const service of servicesIn(config, submission.source, deps.own)) {
    const event = { kind: 'change.submitted', version: 1, service, ...submission };
    releases.push((await submit(event)).releaseId);
  }
  return releases;
}

/** What came of it, for people. */
export const submittedText = (releases: readonly ReleaseId[], source: Source): string =>
  releases.length === 0 ? `ignored: no configured service is in ${nameOf(source)}` : `accepted: ${releases.join(', ')}`;
