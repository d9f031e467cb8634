import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import { createSsmTargets } from '../../../lambdas/adapters/ssm-targets.ts';
import { service } from '../../contracts/samples.ts';
import { TARGETS } from '../../support/aws-double/deployer-world.ts';
import { faultError, SDK_SECRET, sdkError } from '../../support/sdk-error.ts';

const client = new SSMClient({ region: 'us-east-1' });
const mock = mockClient(client);
const registry = createSsmTargets(client);
const read = (environment: 'production' | 'staging' = 'production') => registry.target(service(), environment);
const value = (text: string) => mock.on(GetParameterCommand).resolves({ Parameter: { Value: text } });

describe('registered targets', () => {
  beforeEach(() => void mock.reset());

  it('are read from the parameter of the service', async () => {
    value(JSON.stringify(TARGETS));
    expect(await read()).toEqual(TARGETS.production);
    expect(await read('staging')).toEqual(TARGETS.staging);
    expect(mock.commandCalls(GetParameterCommand)[0]?.args[0].input).toEqual({
      Name: `/interlock/targets/${service()}`,
    });
  });

  it('name the service that is not registered, the environment, or the field that is wrong', async () => {
    mock.on(GetParameterCommand).rejects(sdkError('ParameterNotFound', 400));
    await expect(read()).rejects.toThrow(/is not registered: there is no parameter \/interlock\/targets\//);
    value(JSON.stringify({ production: TARGETS.production }));
    await expect(read('staging')).rejects.toThrow(/names no staging/);
    for (const [text, problem] of [
      ['{', /not valid JSON/],
      ['{}', /production/],
      [JSON.stringify({ production: { ...TARGETS.production, alias: 7 } }), /production.alias/],
    ] as const) {
      value(text);
      await expect(read()).rejects.toThrow(Terminal);
      await expect(read()).rejects.toThrow(problem);
    }
  });

  it.each([
    ['THROTTLED', Transient],
    ['LOST', Transient],
    ['DENIED', Terminal],
  ] as const)('%s', async (fault, kind) => {
    mock.on(GetParameterCommand).rejects(faultError(fault));
    await expect(read()).rejects.toThrow(kind);
    await expect(read()).rejects.not.toThrow(SDK_SECRET);
  });
});
