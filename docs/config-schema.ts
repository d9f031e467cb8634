import * as z from 'zod';
import { configSchema } from '../core/contracts/config.ts';

/** The JSON Schema of `interlock.yaml` as editors read it, made from the schema that reads the file. */
export function configJsonSchema(): object {
  return {
    title: 'interlock.yaml',
    description: 'Config of Interlock, version 1. Unknown keys are errors.',
    ...z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7', unrepresentable: 'any' }),
  };
}

type Schema = {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
};

/** Every key with its type, default and meaning, as a Markdown table. */
export function configReference(): string {
  const rows = keysOf(configJsonSchema() as Schema, '');
  return [
    '# `interlock.yaml`',
    '',
    'Made from the schema that reads the file (`npm run docs`). Unknown keys are errors. Editors complete and check the file with',
    '`# yaml-language-server: $schema=<path to docs/interlock.schema.json>` in its first line.',
    '',
    '| Key | Value | Default | Meaning |',
    '|---|---|---|---|',
    ...rows.map((r) => `| \`${r.key}\` | ${r.value} | ${r.fallback} | ${r.meaning} |`),
    '',
  ].join('\n');
}

type Row = { readonly key: string; readonly value: string; readonly fallback: string; readonly meaning: string };

function keysOf(schema: Schema, prefix: string): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, child]) =>
    rowsOf(child, `${prefix}${name}`, schema.required?.includes(name) === true),
  );
}

function rowsOf(schema: Schema, key: string, required: boolean): Row[] {
  const variants = (schema.anyOf ?? []).filter((v) => v.properties !== undefined);
  const inner =
    schema.items ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
  const own: Row = {
    key,
    value: valueOf(schema),
    fallback: required ? 'required' : schema.default === undefined ? '' : `\`${JSON.stringify(schema.default)}\``,
    meaning: (schema.description ?? '').replaceAll('|', '\\|'),
  };
  const below = [
    ...keysOf(schema, `${key}.`),
    ...variants.flatMap((v) => keysOf(v, `${key}.`)),
    ...(inner === undefined
      ? []
      : rowsOf(inner, schema.items ? `${key}[]` : `${key}.<name>`, false).filter(
          (r) => r.key !== `${key}[]` && r.key !== `${key}.<name>`,
        )),
  ];
  return [own, ...below.filter((row, i) => below.findIndex((other) => other.key === row.key) === i)];
}

function valueOf(schema: Schema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((e) => `\`${String(e)}\``).join(', ');
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(valueOf))].join(' or ');
  const bounded =
    (schema.type === 'number' || schema.type === 'integer') && schema.maximum !== undefined && schema.maximum < 1e9;
  return bounded ? `${schema.type} ${schema.minimum ?? 0} to ${schema.maximum}` : (schema.type ?? 'any');
}
