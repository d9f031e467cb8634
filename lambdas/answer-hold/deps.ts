import type { ContextPorts } from '../kit/release-context.ts';
import type { Ports } from '../ports.ts';

export type Deps = ContextPorts & Pick<Ports, 'holds' | 'linkSigner'>;
