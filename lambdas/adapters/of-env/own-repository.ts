import type { Source } from '../../../core/contracts/change-submitted.ts';
import type { portEnv } from '../../kit/port-env.ts';
import type { EnvOf } from './context.ts';

/** The repository of this deployment. */
export function ownRepositoryOf({ REPOSITORY }: EnvOf<typeof portEnv.repository>): Source {
  const [kind, path = ''] = REPOSITORY.split(':');
  const [owner = '', name = ''] = path.split('/');
  return kind === 'github' ? { kind: 'GITHUB', owner, name } : { kind: 'CODECOMMIT', name: path };
}
