import type { Config } from '../core/contracts/config.ts';
import { hostedRepository, type HostedSource, nameOf } from '../core/contracts/hosted-repository.ts';

/**
 * The distinct repositories of the configured services. A path means `own`, the repository of the deployment settings;
 * what cannot be released from here is an error at synth.
 */
export function repositoriesOf({ services }: Pick<Config, 'services'>, own: HostedSource | null): HostedSource[] {
  const found = new Map<string, HostedSource>();
  for (const [service, { repository }] of Object.entries(services)) {
    const hosted = hostedRepository(repository);
    if (hosted === 'ELSEWHERE')
      throw new Error(
        `services.${service}.repository: found "${repository}"; expected github:owner/name, codecommit:name or a path`,
      );
    const source = hosted === 'PATH' ? own : hosted;
    if (source === null)
      throw new Error(
        `services.${service}.repository: "${repository}" is a path, which means the repository of the deployment settings; they name none`,
      );
    if (!found.has(nameOf(source))) found.set(nameOf(source), source);
  }
  return [...found.values()];
}
