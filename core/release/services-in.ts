import type { Source } from '../contracts/change-submitted.ts';
import type { Config } from '../contracts/config.ts';
import { hostedRepository, nameOf } from '../contracts/hosted-repository.ts';

/** The configured services whose code is in a repository. A path means the repository of the deployment itself, `own`. */
export function servicesIn(config: Config, source: Source, own: Source | null): readonly string[] {
  const wanted = nameOf(source);
  return Object.entries(config.services)
    .filter(([, { repository }]) => {
      const of = sourceOf(repository, own);
      return of !== null && nameOf(of) === wanted;
    })
    .map(([name]) => name);
}

/** Where the code of a service is; null for what no version control of ours has. */
export function sourceOf(repository: string, own: Source | null): Source | null {
  const hosted = hostedRepository(repository);
  return hosted === 'PATH' ? own : hosted === 'ELSEWHERE' ? null : hosted;
}
