import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { deploymentConfig } from '../../core/contracts/deployment-config.ts';
import type { LambdaTarget } from '../../core/contracts/target.ts';
import { awsCall } from './aws-errors.ts';
import { readAlias } from './lambda-alias.ts';
import type { Platform } from './platform.ts';
import { publishVersion, type PublishWorld } from './publish-version.ts';

/** A function whose alias is moved between published versions. */
export function lambdaPlatform(
  world: PublishWorld & { readonly lambda: LambdaClient },
  target: LambdaTarget,
): Platform {
  const { functionName, alias } = target;
  return {
    name: functionName,
    keepsOld: false,
    serving: () => readAlias(world.lambda, target),
    async description(version) {
      const { Description } = await awsCall('Lambda GetFunctionConfiguration', () =>
        world.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: version })),
      );
      return Description;
    },
    publish: (service, of) => publishVersion(world, service, functionName, of),
    appSpec(fromVersion, toVersion) {
      const Properties = { Name: functionName, Alias: alias, CurrentVersion: fromVersion, TargetVersion: toVersion };
      const resource = { Type: 'AWS::Lambda::Function', Properties };
      return `{"version":0.0,"Resources":[${JSON.stringify({ [functionName]: resource })}]}`;
    },
    config: (prefix, steps) => deploymentConfig(prefix, steps, 'LAMBDA').name,
  };
}
