import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeApp } from '../../lib/make-app.ts';

export const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
  context: Record<string, unknown>;
};

/** Neither bundles nor copies assets. */
const QUICK = { 'aws:cdk:bundling-stacks': [], 'aws:cdk:disable-asset-staging': true };

/** The app as `cdk synth` makes it, but for the bundles: with neither account nor network, and in a second. */
export function synthesized(more: Record<string, unknown> = {}): { template(stack: string): Template } {
  const outdir = mkdtempSync(path.join(tmpdir(), 'interlock-synth-'));
  try {
    const assembly = makeApp(() => Code.fromInline('exports.handler = async () => ({});'), {
      outdir,
      context: { ...context, ...QUICK, ...more },
    }).synth();
    const texts = new Map(assembly.stacks.map((stack) => [stack.stackName, stack.template as object]));
    return { template: (stack) => Template.fromJSON(texts.get(stack) ?? {}) };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

type Resource = { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> } & Readonly<
  Record<string, unknown>
>;
export const resourcesOf = (template: Template): Readonly<Record<string, Resource>> =>
  template.toJSON()['Resources'] as Record<string, Resource>;

export type Statement = {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: unknown;
};
const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

/** Every statement of the roles' policies, by the logical id's words of the role: `decide`, `Gates`, … */
export function statementsOf(template: Template): readonly {
  readonly of: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly statement: Statement;
}[] {
  return Object.entries(resourcesOf(template))
    .filter(([, { Type }]) => Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy')
    .flatMap(([id, { Properties }]) => {
      const { Statement } = Properties['PolicyDocument'] as { Statement: Statement[] };
      return Statement.map((statement) => ({
        of: id.replace(/(Role)?(Default)?Policy[0-9A-F]{8}$/, '').replace(/[0-9A-F]{8}$/, ''),
        actions: listOf(statement.Action),
        resources: listOf(statement.Resource).map(textOf),
        statement,
      }));
    });
}

/** A CloudFormation value as one line: pseudo parameters and references in angle brackets. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, ...fn } = value as { Ref?: string; 'Fn::Join'?: [string, unknown[]]; 'Fn::GetAtt'?: string[] };
  if (Ref !== undefined) return `<${Ref.replace('AWS::', '')}>`;
  if (fn['Fn::Join']) return fn['Fn::Join'][1].map(textOf).join(fn['Fn::Join'][0]);
  if (fn['Fn::GetAtt']) return `<${fn['Fn::GetAtt'].join('.')}>`;
  return JSON.stringify(value);
}
