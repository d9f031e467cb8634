import { eventBridgeClient } from '../../kit/clients.ts';
import type { portEnv } from '../../kit/port-env.ts';
import type { Bus } from '../../ports.ts';
import { createEventBridgeBus } from '../eventbridge-bus.ts';
import type { EnvOf } from './context.ts';

export const busOf = (env: EnvOf<typeof portEnv.bus>): Bus =>
  createEventBridgeBus(eventBridgeClient(), { busName: env.BUS_NAME });
