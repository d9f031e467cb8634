import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { deploymentConfig } from '../../core/contracts/deployment-config.ts';
import { VERSION_LABEL, type EcsTarget } from '../../core/contracts/ecs-target.ts';
import { ecsServing } from './ecs-serving.ts';
import type { Platform } from './platform.ts';
import { registerRevision, type RevisionWorld } from './register-revision.ts';
import { containerOf, describeTaskDefinition } from './task-definition.ts';

export type EcsWorld = RevisionWorld & { readonly loadBalancing: ElasticLoadBalancingV2Client };

/** A service whose traffic is moved between two target groups, each with a task set of one task definition. */
export function ecsPlatform(world: EcsWorld, target: EcsTarget): Platform {
  const { cluster, service: ecsService, containerName, containerPort } = target;
  const name = `${cluster}/${ecsService}`;
  return {
    name,
    // For as long as the group's termination wait; until then a stop gives the traffic back at once.
    keepsOld: true,
    serving: () => ecsServing(world, target),
    async description(version) {
      const definition = await describeTaskDefinition(world.ecs, version);
      return containerOf(definition, containerName).dockerLabels?.[VERSION_LABEL];
    },
    publish: (service, of, serving) => registerRevision(world, name, target, { service, of, serving }),
    appSpec(_fromVersion, toVersion) {
      const Properties = {
        TaskDefinition: toVersion,
        LoadBalancerInfo: { ContainerName: containerName, ContainerPort: containerPort },
      };
      const resource = { Type: 'AWS::ECS::Service', Properties };
      return `{"version":0.0,"Resources":[${JSON.stringify({ TargetService: resource })}]}`;
    },
    config: (prefix, steps) => deploymentConfig(prefix, steps, 'ECS').name,
  };
}
