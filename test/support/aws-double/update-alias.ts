import { UpdateAliasCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { AliasUpdate } from './codedeploy.ts';

/** Moves an alias through Lambda's own API, wherever the client's endpoint is. */
export function updateAliasBy(client: LambdaClient): (update: AliasUpdate) => Promise<void> {
  return async ({ functionName, alias, version, weights }) => {
    await client.send(
      new UpdateAliasCommand({
        FunctionName: functionName,
        Name: alias,
        FunctionVersion: version,
        // An empty map is what takes the weights away.
        RoutingConfig: { AdditionalVersionWeights: { ...weights } },
      }),
    );
  };
}
