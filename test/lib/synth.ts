import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeApp } from '../../lib/make-app.ts';

export const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
  context: Record<string, unknown>;
};

/** Neither bundles nor copies assets. */
const QUICK = { 'aws:cdk:bundling-stacks': [], 'aws:cdk:disable-asset-staging': true };

type Templates = Readonly<Record<string, object>>;

/**
 * The app as `cdk synth` makes it, but for the bundles: with neither account nor network. It takes some seconds, so the
 * suites of one run share what they get for the same context and the same settings.
 */
export function synthesized(more: Record<string, unknown> = {}): { template(stack: string): Template } {
  const templates = remembered(JSON.stringify([more, settingsOf(more)]), () => synthesize(more));
  return { template: (stack) => Template.fromJSON(templates[stack] ?? {}) };
}

function synthesize(more: Record<string, unknown>): Templates {
  const outdir = mkdtempSync(path.join(tmpdir(), 'interlock-synth-'));
  try {
    const assembly = makeApp(() => Code.fromInline('exports.handler = async () => ({});'), {
      outdir,
      context: { ...context, ...QUICK, ...more },
    }).synth();
    return Object.fromEntries(assembly.stacks.map((stack) => [stack.stackName, stack.template as object]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The settings file that a test names is written by the test: its text counts and not its name. */
const settingsOf = ({ aws, config }: Record<string, unknown>): string[] =>
  [aws, config].flatMap((file) => (typeof file === 'string' ? [readFileSync(file, 'utf8')] : []));

/** Within a run of jest (test/support/synth-cache.mjs); whoever else asks gets it fresh. */
function remembered(key: string, make: () => Templates): Templates {
  const folder = process.env['SYNTH_CACHE'];
  if (folder === undefined) return make();
  const file = path.join(folder, createHash('sha256').update(key).digest('hex'));
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Templates;
  const templates = make();
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(templates));
  renameSync(`${file}.${process.pid}`, file);
  return templates;
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
