import { GetAliasCommand, GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { Terminal } from '../../core/contracts/errors.ts';
import type { Version } from '../../core/contracts/shift.ts';
import { versionOfDescription, type Target } from '../../core/contracts/target.ts';
import { awsCall } from './aws-errors.ts';
import type { DeploymentDocuments } from './deployment-documents.ts';

/** What an alias serves: `version`, but for the share that it gives others, in percent. */
export type Alias = { readonly version: string; readonly others: Readonly<Record<string, number>> };

export async function readAlias(client: LambdaClient, { functionName, alias }: Target): Promise<Alias> {
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
  return { version, others: Object.fromEntries(weights.map(([v, share]) => [v, Math.round(share * 100)])) };
}

/**
 * The commit that a published version was made of: as recorded when it was published, else as its description says.
 * Terminal for a version that says nothing: what runs is then not known, which is not the same as nothing.
 */
export async function versionBehind(
  client: LambdaClient,
  documents: Pick<DeploymentDocuments, 'versions'>,
  functionName: string,
  version: string,
): Promise<Version> {
  const recorded = await documents.versions.get(functionName, version);
  if (recorded !== null) return recorded;
  const { Description } = await awsCall('Lambda GetFunctionConfiguration', () =>
    client.send(new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: version })),
  );
  const described = versionOfDescription(Description);
  if (described === null)
    throw new Terminal(
      `version ${version} of ${functionName} was not published by Interlock: expected the description ` +
        '"interlock <commit> <digest>"',
    );
  return described;
}
