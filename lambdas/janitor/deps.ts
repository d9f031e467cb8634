import type { Deps as CloseDeps } from '../close-release/deps.ts';
import type { Ports } from '../ports.ts';

export type Deps = CloseDeps & Pick<Ports, 'executions'>;
