import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { Terminal } from '../../core/contracts/errors.ts';
import type { ServiceName } from '../../core/contracts/ids.ts';
import type { Environment } from '../../core/contracts/shift.ts';
import { targetParameterName, targetsSchema, type Target } from '../../core/contracts/target.ts';
import { stored } from '../kit/checked.ts';
import { awsCall } from './aws-errors.ts';

/** Where services are deployed to. */
export interface TargetRegistry {
  /** Terminal names the parameter when the service, or this environment of it, is not registered. */
  target(service: ServiceName, environment: Environment): Promise<Target>;
}

/** Registrations as GuardedFunction writes them: one parameter for each service. */
export function createSsmTargets(client: SSMClient): TargetRegistry {
  return {
    async target(service, environment) {
      const Name = targetParameterName(service);
      const { Parameter } = await awsCall('SSM GetParameter', () => client.send(new GetParameterCommand({ Name })), {
        ParameterNotFound: () => ({ Parameter: undefined }),
      });
      if (Parameter === undefined) throw new Terminal(`${service} is not registered: there is no parameter ${Name}`);
      const target = stored(targetsSchema, Parameter.Value, `parameter ${Name}`)[environment];
      if (target === undefined) throw new Terminal(`parameter ${Name} names no ${environment} of ${service}`);
      return target;
    },
  };
}
