import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import type { Deployment } from '../../../core/contracts/deployment.ts';
import { InvalidInput, Transient } from '../../../core/contracts/errors.ts';
import { readDeployment } from '../../../lambdas/adapters/read-deployment.ts';
import { callFaults, faultError, SDK_SECRET, sdkError } from '../../support/sdk-error.ts';
import { settings } from './aws-mocks.ts';

const deployment: Deployment = {
  ...{ version: 1, region: 'us-east-1', account: '123456789012' },
  tables: { audit: 'a', releases: 'r', holds: 'h', deployments: 'd' },
  ...{ evidenceBucket: 'e', settingsParameter: '/interlock/settings' },
  releaseMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:interlock-release',
  ...{ publicUrl: 'https://x.example', operationsUrl: 'https://x.example/operations' },
};

function world(value: unknown = deployment) {
  const clients = { ssm: new SSMClient(settings), sts: new STSClient(settings) };
  const ssm = mockClient(clients.ssm);
  const sts = mockClient(clients.sts);
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: JSON.stringify(value) } });
  sts.on(GetCallerIdentityCommand).resolves({ Account: '123456789012' });
  return { ssm, sts, read: () => readDeployment(clients) };
}

describe('the parameter of a deployment', () => {
  it('is read, and what a newer version adds is left out', async () => {
    await expect(world({ ...deployment, more: 1 }).read()).resolves.toEqual(deployment);
  });

  it.each(callFaults)('%s: an error of ours without the words of the SDK', async (fault) => {
    const { ssm, read } = world();
    ssm.on(GetParameterCommand).rejects(faultError(fault));
    await expect(read()).rejects.toThrow(fault === 'DENIED' ? InvalidInput : Transient);
    await expect(read()).rejects.not.toThrow(SDK_SECRET);
  });

  it.each(['ExpiredTokenException', 'UnrecognizedClientException', 'CredentialsProviderError', 'TokenProviderError'])(
    '%s: what to do about credentials',
    async (name) => {
      const { ssm, read } = world();
      ssm.on(GetParameterCommand).rejects(sdkError(name, 400));
      await expect(read()).rejects.toThrow(
        `takes no credentials from this environment (${name}); expected AWS_PROFILE`,
      );
    },
  );

  it('is not there: region and account are named, the account as far as it can be found out', async () => {
    const { ssm, sts, read } = world();
    ssm.on(GetParameterCommand).rejects(sdkError('ParameterNotFound', 400));
    await expect(read()).rejects.toThrow('in region us-east-1 of account 123456789012;');
    sts.on(GetCallerIdentityCommand).rejects(faultError('DENIED'));
    await expect(read()).rejects.toThrow('in region us-east-1 of account (unknown);');
  });

  it.each([
    [{ ...deployment, tables: { audit: 'a' } }, 'tables.releases'],
    [{ ...deployment, operationsUrl: 'x' }, 'operationsUrl'],
    ['text', 'the whole'],
    [null, 'the whole'],
  ])('%j is none, and the field is named', async (value, field) => {
    const { read } = world(value);
    await expect(read()).rejects.toThrow(InvalidInput);
    await expect(read()).rejects.toThrow(`(${field}: `);
  });
});
