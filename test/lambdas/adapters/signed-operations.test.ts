import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { InvalidInput, Terminal, Transient } from '../../../core/contracts/errors.ts';
import { createSignedOperations } from '../../../lambdas/adapters/signed-operations.ts';
import { releaseIdOf, service } from '../../contracts/samples.ts';
import { REGION, startDeployment, type DeploymentDouble } from '../../support/aws-double/deployment.ts';
import { freePort } from '../../support/cli-stage.ts';
import { configOf } from '../../support/config-of.ts';
import { ALICE, config, OPS } from '../operate/an-operator.ts';

let aws: DeploymentDouble;
const operations = (keyId: string, over: { readonly url?: string; readonly region?: string } = {}) =>
  createSignedOperations({
    ...{ url: aws.deployment.operationsUrl, region: REGION, pauseMs: 1 },
    credentials: async () => aws.credentialsOf(keyId),
    ...over,
  });
const kill = { kind: 'KILL', scope: '*', on: true, reason: 'caf\u00e9 is down \u{1f525}' } as const;

beforeAll(async () => {
  aws = await startDeployment(configOf(config), { AKIDALICE: ALICE, AKIDOPS: OPS });
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.spoiled.length = 0;
});

describe('operations, signed by the caller', () => {
  it('prove who asks by the key and nothing else', async () => {
    expect(await operations('AKIDALICE')({ kind: 'WHO_AM_I' })).toEqual({
      ...{ id: 'alice', kind: 'PERSON', authenticated: true },
    });
    expect(await operations('AKIDOPS')(kill)).toEqual({ scope: '*', state: 'on', by: OPS, reason: kill.reason });
    expect(await aws.world.controls.killSwitch(service())).toBe(kill.reason);
  });

  it.each([
    ['an unknown key', 'AKIDNOBODY', {}],
    ['a signature for another region', 'AKIDALICE', { region: 'us-east-1' }],
  ])('%s: refused, with what to do', async (_, keyId, over) => {
    const asked = operations(keyId, over)({ kind: 'WHO_AM_I' });
    await expect(asked).rejects.toThrow(Terminal);
    await expect(asked).rejects.toThrow(/the policy interlock-operators, and a clock that is right/);
  });

  it.each([
    ['a lost reply', 'LOST' as const],
    ['a throttle', { status: 429, body: '{"message":"Too Many Requests"}' }],
    ['a time-out of the function', { status: 503, body: '{"message":"Service Unavailable"}' }],
    ['a fault that may pass', { status: 503, body: '{"error":{"name":"Transient","message":"later"}}' }],
  ])('%s: asked again, done once', async (_, fault) => {
    const cancel = { kind: 'CANCEL', releaseId: releaseIdOf(404), reason: 'x' } as const;
    aws.spoiled.push(fault);
    expect(await operations('AKIDOPS')(cancel)).toBeNull();
    aws.spoiled.push(fault, fault);
    expect(await operations('AKIDOPS')(kill)).toMatchObject({ state: 'on' });
    aws.spoiled.push(fault, fault, fault);
    await expect(operations('AKIDOPS')(kill)).rejects.toThrow(Transient);
  });

  it('what the deployment refuses keeps its name and its words', async () => {
    const asked = operations('AKIDOPS')({ ...kill, scope: service('web') });
    await expect(asked).rejects.toThrow(InvalidInput);
    await expect(asked).rejects.toThrow('service: found "web"; expected one of shop, own, pay, odd');
  });

  it.each([
    ['no JSON', { status: 200, body: '<html>' }],
    ['another shape', { status: 200, body: '{"result":{"state":"perhaps"}}' }],
    ['nothing', { status: 200, body: '' }],
    ['an error of another name', { status: 400, body: '{"error":{"name":"constructor","message":"x"}}' }],
    ['another status', { status: 404, body: '{"message":"Not Found"}' }],
  ])('an answer with %s is no answer', async (_, fault) => {
    aws.spoiled.push(fault);
    const asked = operations('AKIDOPS')(kill);
    await expect(asked).rejects.toThrow(Terminal);
    await expect(asked).rejects.toThrow(/expected the deployment and the command line to be of one version/);
  });

  it('nobody there: the host is named, the credentials are not', async () => {
    const port = await freePort();
    const asked = operations('AKIDOPS', { url: `http://127.0.0.1:${port}/operations` })(kill);
    await expect(asked).rejects.toThrow(Transient);
    await expect(asked).rejects.toThrow(`127.0.0.1:${port} does not answer (ECONNREFUSED)`);
  });
});
