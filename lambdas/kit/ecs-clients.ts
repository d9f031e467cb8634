import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { CALL_MS, once, settings } from './client-settings.ts';

/** Apart from the others, so that what deploys functions only does not load them. */
export const ecrClient = /* @__PURE__ */ once(() => new ECRClient(settings(CALL_MS)));
export const ecsClient = /* @__PURE__ */ once(() => new ECSClient(settings(CALL_MS)));
export const loadBalancingClient = /* @__PURE__ */ once(() => new ElasticLoadBalancingV2Client(settings(CALL_MS)));
