import type { Environment } from '../../core/contracts/shift.ts';
import { openProxy } from './proxy.ts';
import type { Proxy } from './proxy.ts';
import type { ServiceSpec } from './protocol.ts';
import type { Shift, Target } from './target.ts';
import { createTimeline } from './timeline.ts';
import type { World } from './world.ts';

export function createTarget(world: World, spec: ServiceSpec, environment: Environment, shifts: Shift[] = []): Target {
  return {
    spec,
    environment,
    timeline: createTimeline(world.now()),
    port: 0,
    stable: null,
    candidate: null,
    weight: 0,
    shifts,
    lost: 0,
    cutOff: 0,
    retiring: new Set(),
    stopping: false,
  };
}

/** The proxies of all targets: each listens before the old one of a changed port is closed. */
export interface Proxies {
  /** Listens on the port that the target's spec asks for, unless it does; staging takes any free one. */
  bind(target: Target): Promise<void>;
  close(target: Target, limitMs: number): Promise<void>;
}

export function createProxies({ limits }: World): Proxies {
  const open = new Map<Target, Proxy>();
  return {
    async bind(target) {
      const old = open.get(target);
      const wanted = target.environment === 'production' ? target.spec.port : 0;
      if (old && (wanted === 0 || old.port === wanted)) return;
      const proxy = await openProxy(target, wanted, limits.answerIdleMs);
      open.set(target, proxy);
      target.port = proxy.port;
      if (old) void old.close(limits.drainMs);
    },
    async close(target, limitMs) {
      await open.get(target)?.close(limitMs);
      open.delete(target);
    },
  };
}
