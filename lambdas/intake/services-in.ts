import type { Source } from '../../core/contracts/change-submitted.ts';
import type { Config } from '../../core/contracts/config.ts';
import { hostedRepository, nameOf } from '../../core/contracts/hosted-repository.ts';

/** The configured services whose code is in a repository. A path means the repository of the deployment itself, `own`. */
export function servicesIn(config: Config, source: Source, own: Source | null): readonly string[] {
  const wanted = nameOf(source);
  return Object.entries(config.services)
    .filter(([, { repository }]) => {
      const hosted = hostedRepository(repository);
      const of = hosted === 'PATH' ? own : hosted === 'ELSEWHERE' ? null : hosted;
      return of !== null && nameOf(of) === wanted;
    })
    .map(([name]) => name);
}
