import type { ContextPorts } from '../kit/release-context.ts';
import type { StopPorts } from '../kit/stop-release.ts';
import type { Ports } from '../ports.ts';

export type Deps = ContextPorts & StopPorts & Pick<Ports, 'vcs'>;
