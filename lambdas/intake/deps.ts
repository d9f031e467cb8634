import type { Ports } from '../ports.ts';

export type Deps = Pick<Ports, 'bus' | 'settings'>;
