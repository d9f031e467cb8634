import { App, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Settings } from '../../lib/constructs/settings.ts';
import { EMULATOR_LACKS } from '../../lib/emulator-gaps.ts';
import { loadConfig } from '../../lib/load-config.ts';
import { makeApp } from '../../lib/make-app.ts';
import { loadStackSettings } from '../../lib/stack-settings.ts';
import { context, resourcesOf, synthesized } from './synth.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'interlock-lib-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
const inline = () => Code.fromInline('exports.handler = async () => ({});');
const EXAMPLE = readFileSync('examples/interlock.yaml', 'utf8');
const AWS = readFileSync('lib/example-stack/interlock.aws.yaml', 'utf8');

describe('synth', () => {
  it('needs neither account nor region: the template names none', () => {
    const text = JSON.stringify(synthesized({ example: 'true' }).template('Interlock').toJSON()).replace(
      /[0-9a-f]{64}/g,
      '<hash>',
    );
    expect(text.match(/\b\d{12}\b|\b(us|eu|ap|sa|ca)-[a-z]+-\d\b/g)).toBeNull();
  });

  it('fails on an open finding of cdk-nag', () => {
    const app = makeApp(inline, { context, outdir: path.join(folder, 'cdk.out') });
    const stack = new Stack(app, 'Careless');
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
    expect(() => app.synth()).toThrow(/AwsSolutions-IAM5\[Action::s3:\*\]/);
  });

  it.each([
    ['an unknown key', EXAMPLE.replace('profile:', 'profil:'), /profil/],
    ['a syntax error', `${EXAMPLE}\n  - : :\n x`, /interlock.yaml/],
  ])('refuses a config with %s', (_, text, message) => {
    expect(() => loadConfig(file('interlock.yaml', text))).toThrow(message);
  });

  it.each([
    ['without a sender', AWS.replace(/^mailFrom:.*$/m, ''), /mailFrom/],
    ['with an unknown key', `${AWS}\nextra: 1\n`, /extra/],
    [
      'with a target without its names',
      AWS.replace('targets: []', 'targets: [{ service: shop, production: {} }]'),
      /functionName/,
    ],
  ])('refuses deployment settings %s', (_, text, message) => {
    expect(() => loadStackSettings(file('interlock.aws.yaml', text))).toThrow(message);
  });

  it('names the file that is missing', () => {
    expect(() => loadStackSettings(path.join(folder, 'none.yaml'))).toThrow(/none\.yaml/);
  });

  it('refuses a config that no SSM parameter holds, with its size', () => {
    const config = loadConfig('examples/interlock.yaml');
    const large = { ...config, written: { ...(config.written as object), padding: 'x'.repeat(9000) } };
    expect(() => new Settings(new Stack(new App(), 'S'), 'Settings', { config: large })).toThrow(/found 1\d{4}.*8192/s);
  });
});

describe('for the emulator', () => {
  const plain = synthesized({ example: 'true' });
  const reduced = synthesized({ example: 'true', emulator: 'true' });

  it.each(['Interlock', 'Example'])('%s leaves out exactly the types that it lacks', (name) => {
    const [all, left] = [resourcesOf(plain.template(name)), resourcesOf(reduced.template(name))];
    const gone = Object.keys(all).filter((id) => !(id in left));
    expect(gone.length).toBeGreaterThan(0);
    for (const id of gone) expect(EMULATOR_LACKS).toContain(all[id]!.Type);
    for (const { Type } of Object.values(left)) expect(EMULATOR_LACKS).not.toContain(Type);
  });

  it.each(['Interlock', 'Example'])('%s refers to nothing that was left out', (name) => {
    const template = reduced.template(name).toJSON() as Record<string, Record<string, unknown>>;
    const known = new Set([...Object.keys(template['Resources']!), ...Object.keys(template['Parameters'] ?? {})]);
    expect(referencesIn([template['Resources'], template['Outputs']]).filter((id) => !known.has(id))).toEqual([]);
  });
});

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref' && typeof inner === 'string') return inner.startsWith('AWS::') ? [] : [inner];
    if (key === 'Fn::GetAtt' && Array.isArray(inner)) return [String(inner[0])];
    if (key === 'DependsOn') return ([] as unknown[]).concat(inner).map(String);
    return referencesIn(inner);
  });
}
