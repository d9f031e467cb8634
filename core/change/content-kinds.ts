import type { SignalKind } from '../contracts/facts.ts';
import { breakingLine } from './breaking-line.ts';
import type { ChangedFile } from './changed-file.ts';
import { changesDependencies, isLockFile } from './dependency-files.ts';
import { integrationIn } from './integration-in.ts';

const CHANGING = String.raw`\b(?:ALTER|CREATE|DROP|RENAME|TRUNCATE)\s+(?:(?:OR\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED|VIRTUAL|EXTERNAL)\s+)?`;
const DDL = new RegExp(String.raw`${CHANGING}(?:TABLE|COLUMN|DATABASE|SCHEMA)\b`, 'i');
/** In capitals or in SQL files only: "create view" and "drop index" are also plain words of user interfaces. */
const MORE_DDL = String.raw`${CHANGING}(?:INDEX|VIEW|TYPE|SEQUENCE|TRIGGER|CONSTRAINT|FUNCTION|PROCEDURE)\b`;
const ddlIn = (path: string, text: string) =>
  (DDL.exec(text) ?? new RegExp(MORE_DDL, /\.sql$/i.test(path) ? 'i' : '').exec(text) ?? BUILDER.exec(text))?.[0];
/** Calls of the common migration builders: knex, Sequelize, TypeORM, Rails, Alembic, Django. */
const BUILDER =
  /\b(?:(?:create|alter|drop|rename)Table|(?:add|drop|rename|change|remove)Column|(?:create|drop|rename|alter|add|remove|change)_(?:table|column)|CreateModel|DeleteModel|AddField|RemoveField|AlterField|RenameField|dropSchema|createSchema)\b/;
const CLOUD_TEMPLATE = /AWSTemplateFormatVersion|^.\s*apiVersion:\s*\S|AWS::[A-Z]\w+::/;
const CDK_IMPORT =
  /(?:from|require\(|import)\s*\(?['"](?:aws-cdk-lib|@aws-cdk\/|cdktf|@pulumi\/)|^\s*(?:from|import)\s+(?:aws_cdk|pulumi)\b/;

/**
 * What the lines of a file add to what its path says (001-34, 002-52): kind and a short evidence. Only for files whose
 * path does not already stand for docs, tests or CI.
 */
export function contentKinds(file: ChangedFile): ReadonlyMap<SignalKind, string> {
  const kinds = new Map<SignalKind, string>();
  const lock = isLockFile(file.path);
  const touched = [...file.addedLines, ...file.removedLines];
  // Removing a CREATE TABLE changes the schema as adding one does.
  const schema = lock ? undefined : touched.find(({ text }) => ddlIn(file.path, text) !== undefined);
  if (schema) kinds.set('schema-change', `${ddlIn(file.path, schema.text) ?? ''} at line ${schema.line}`);
  if (/\.(?:ya?ml|json|tpl)$/i.test(file.path) && file.hunks.some((h) => h.lines.some((l) => CLOUD_TEMPLATE.test(l))))
    kinds.set('infrastructure', 'a cloud or cluster template');
  else if (touched.some(({ text }) => CDK_IMPORT.test(text))) kinds.set('infrastructure', 'infrastructure as code');
  if (file.type === 'SUBMODULE') kinds.set('dependency', 'a submodule');
  else if (/(^|\/)package\.json$/.test(file.path) && changesDependencies(file)) kinds.set('dependency', 'package.json');
  else if (/dockerfile/i.test(file.path) && file.addedLines.some(({ text }) => /^\s*FROM\s/i.test(text)))
    kinds.set('dependency', 'a base image');
  const integration = lock ? null : integrationIn(file);
  if (integration !== null) kinds.set('external-integration', integration);
  const breaking = breakingLine(file);
  if (breaking !== null) kinds.set('breaking-api', breaking);
  return kinds;
}
