import type { ServiceConfig } from '../../core/contracts/config-service.ts';
import type { ServiceName } from '../../core/contracts/ids.ts';
import type { Version } from '../../core/contracts/shift.ts';
import type { Remote } from './remote.ts';

/**
 * Serves a configured service and ends when it is ready. The version that a release made the running one wins over
 * `initial`. InvalidInput names what is wrong: port in use, start or build failed, no health, unknown commit.
 */
export async function ensureService(
  remote: Remote,
  service: ServiceName,
  config: ServiceConfig,
  repository: string,
  initial: Version,
): Promise<void> {
  const { start, build, health, port, env, startTimeoutSeconds, memoryMb, cpus } = config;
  const running = {
    start,
    health,
    port,
    env,
    startTimeoutSeconds,
    memoryMb,
    cpus,
    ...(build !== undefined && { build }),
  };
  await remote.call('ensureService', { spec: { service, repository, ...running }, initial });
}
