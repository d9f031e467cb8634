import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { DEPLOYMENT_PARAMETER, deploymentSchema, type Deployment } from '../../core/contracts/deployment.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { awsCall } from './aws-errors.ts';
import { parseJson } from './parse-json.ts';

type Clients = { readonly ssm: SSMClient; readonly sts: STSClient };

/** By name: what AWS, or the SDK before it asks, says of credentials that are missing, wrong or too old. */
const CREDENTIALS = [
  ...['CredentialsProviderError', 'TokenProviderError', 'ExpiredToken', 'ExpiredTokenException'],
  ...['UnrecognizedClientException', 'InvalidClientTokenId', 'InvalidSignatureException', 'SignatureDoesNotMatch'],
];

/**
 * Finds the deployment of the account and region that the environment leads to. InvalidInput names both when there is
 * none, and says what is missing when AWS cannot be asked.
 */
export async function readDeployment({ ssm, sts }: Clients): Promise<Deployment> {
  const region = await regionOf(ssm);
  const value = await awsCall(
    'SSM GetParameter',
    async () => (await ssm.send(new GetParameterCommand({ Name: DEPLOYMENT_PARAMETER }))).Parameter?.Value ?? '',
    {
      ParameterNotFound: () => null,
      AccessDeniedException: () => {
        throw new InvalidInput(
          `target aws: may not read the parameter ${DEPLOYMENT_PARAMETER} in ${region}; expected an identity with the policy interlock-readers`,
        );
      },
      ...onBadCredentials,
    },
  );
  if (value === null)
    throw new InvalidInput(
      `target aws: found no parameter ${DEPLOYMENT_PARAMETER} in region ${region} of account ${await accountOf(sts)}; expected the region and account that Interlock is deployed to (AWS_REGION, AWS_PROFILE)`,
    );
  const deployment = deploymentSchema.safeParse(parseJson(value));
  if (deployment.success) return deployment.data;
  const problem = deployment.error.issues[0];
  throw new InvalidInput(
    `target aws: the parameter ${DEPLOYMENT_PARAMETER} in region ${region} is not one that this version reads (${problem?.path.join('.') || 'the whole'}: ${problem?.message ?? 'not valid'}); expected the deployment and the command line to be of one version`,
  );
}

const onBadCredentials = Object.fromEntries(
  CREDENTIALS.map((name) => [
    name,
    (): never => {
      throw new InvalidInput(
        `target aws: AWS takes no credentials from this environment (${name}); expected AWS_PROFILE after "aws sso login", or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`,
      );
    },
  ]),
);

async function regionOf(ssm: SSMClient): Promise<string> {
  try {
    return await ssm.config.region();
  } catch {
    throw new InvalidInput('target aws: no region is set; expected AWS_REGION, or a profile with a region');
  }
}

/** For the message alone: whoever may not ask, is told so there. */
async function accountOf(sts: STSClient): Promise<string> {
  const { Account } = await awsCall('STS GetCallerIdentity', () => sts.send(new GetCallerIdentityCommand({}))).catch(
    () => ({ Account: undefined }),
  );
  return Account ?? '(unknown)';
}
