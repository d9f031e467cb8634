import type { EcsTarget } from '../../../core/contracts/ecs-target.ts';
import { ecrClient, ecsClient, loadBalancingClient } from '../../kit/ecs-clients.ts';
import { ecsPlatform, type EcsWorld } from '../ecs-platform.ts';
import type { Platform } from '../platform.ts';

/** Loaded when the first target of this kind is met. */
export const ecsPlatformOf = (target: EcsTarget, documents: EcsWorld['documents']): Platform =>
  ecsPlatform({ ecs: ecsClient(), ecr: ecrClient(), loadBalancing: loadBalancingClient(), documents }, target);
