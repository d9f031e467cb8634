import { GetAliasCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { Terminal } from '../../core/contracts/errors.ts';
import type { LambdaTarget } from '../../core/contracts/target.ts';
import { awsCall } from './aws-errors.ts';
import type { Serving } from './platform.ts';

/** What an alias serves. */
export async function readAlias(client: LambdaClient, { functionName, alias }: LambdaTarget): Promise<Serving> {
  const answer = await awsCall(
    'Lambda GetAlias',
    () => client.send(new GetAliasCommand({ FunctionName: functionName, Name: alias })),
    { ResourceNotFoundException: () => null },
  );
  if (answer === null) throw new Terminal(`there is no alias ${alias} of the function ${functionName}`);
  const version = answer.FunctionVersion ?? '';
  if (!/^\d+$/.test(version))
    throw new Terminal(`the alias ${alias} of ${functionName} points at no published version`);
  const weights = Object.entries(answer.RoutingConfig?.AdditionalVersionWeights ?? {});
  // Weights are shares of 1 in steps of 0.01; 0.07 * 100 is not quite 7.
  const others = Object.fromEntries(weights.map(([v, share]) => [v, Math.round(share * 100)]));
  return { version, others, group: null };
}
