import type { Source } from '../../../core/contracts/change-submitted.ts';
import { hostedRepository } from '../../../core/contracts/hosted-repository.ts';
import type { portEnv } from '../../kit/port-env.ts';
import type { EnvOf } from './context.ts';

/** The repository of this deployment; null when it has none, because every service names its own. */
export function ownRepositoryOf({ REPOSITORY }: EnvOf<typeof portEnv.repository>): Source | null {
  const hosted = hostedRepository(REPOSITORY);
  return typeof hosted === 'string' ? null : hosted;
}
