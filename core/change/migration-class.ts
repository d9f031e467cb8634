import type { RollbackClass } from '../contracts/facts.ts';
import type { ChangedFile } from './changed-file.ts';

type Found = { readonly class: RollbackClass; readonly why: string };

/** Changes data that are there. `ON UPDATE` and `FOR UPDATE` are clauses of other statements. */
const REWRITE =
  /(?<!\b(?:ON|FOR)\s+)\bUPDATE\s+(?!SET\s*$)["'`\w.[\]]+\s+SET\b|\bDELETE\s+FROM\b|\bTRUNCATE\b|\bMERGE\s+INTO\b|\bINSERT\s+INTO\b[^;]*\bSELECT\b|\b(?:RunPython|bulkUpdate|bulk_update|update_all|updateMany|deleteMany|delete_all)\b/i;
/** Takes away, renames, or forbids what the old version may still write. */
const CONTRACT =
  /\bDROP\s+(?:TABLE|COLUMN|SCHEMA|DATABASE|VIEW|TYPE|SEQUENCE|FUNCTION|PROCEDURE)\b|\bRENAME\s+(?:TO|TABLE|COLUMN)\b|\bALTER\s+COLUMN\b|\bMODIFY\s+(?:COLUMN\b)?|\bCHANGE\s+COLUMN\b|\bSET\s+NOT\s+NULL\b|\bADD\s+(?:CONSTRAINT|CHECK|UNIQUE|PRIMARY\s+KEY|FOREIGN\s+KEY)\b|\b(?:drop|rename)(?:Table|Column)|\b(?:change|remove)Column|\b(?:drop|rename|remove|change)_(?:table|column)|\bDeleteModel|\bRemoveField|\bAlterField|\bRenameField|\bRenameModel|\bdropSchema/i;
/** Adds something that the old version does not know and does not need. */
const EXPAND =
  /\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:UNIQUE\s+|TEMP(?:ORARY)?\s+|MATERIALIZED\s+)?(?:TABLE|INDEX|VIEW|TYPE|SEQUENCE|SCHEMA)\b|\bADD\s+COLUMN\b|\bADD\s+VALUE\b|\bcreate(?:Table|Index|Schema)|\badd(?:Column|Index)|\b(?:create_table|add_column|add_index|create_index)|\b(?:CreateModel|AddField|AddIndex)\b/i;
/** A new column that must have a value fails the old version's inserts, unless the database fills it in. */
const MUST_HAVE_VALUE = /\bADD\s+COLUMN\b[^;]*\bNOT\s+NULL\b(?![^;]*\bDEFAULT\b)/i;
const COMMENT = /^\s*(?:--|\/\/|#|\/\*|\*)/;

/**
 * The rollback class of one file that changes a schema, from its lines. Lines that are taken out of a migration count as
 * if they were taken out of the schema. What no rule knows is CONTRACT.
 */
export function migrationClass(file: ChangedFile): Found {
  const text = (lines: ChangedFile['addedLines']) =>
    lines
      .map((line) => line.text)
      .filter((line) => !COMMENT.test(line))
      .join('\n');
  const added = text(file.addedLines);
  const statements = added.split(';').map((statement) => statement.replace(/\s+/g, ' ').trim());
  const first = (rule: RegExp): string | undefined => statements.find((statement) => rule.test(statement));
  const rewrite = first(REWRITE);
  if (rewrite !== undefined) return { class: 'DATA_REWRITE', why: `rewrites data: ${rewrite.slice(0, 150)}` };
  const contract = first(CONTRACT) ?? first(MUST_HAVE_VALUE);
  if (contract !== undefined) return { class: 'CONTRACT', why: `takes away or forbids: ${contract.slice(0, 150)}` };
  if (file.status !== 'ADDED' && EXPAND.test(text(file.removedLines)))
    return { class: 'CONTRACT', why: 'takes a part of the schema out' };
  const expand = first(EXPAND);
  if (expand !== undefined && file.status !== 'DELETED')
    return { class: 'EXPAND', why: `only adds: ${expand.slice(0, 150)}` };
  return { class: 'CONTRACT', why: 'a schema change that no rule knows' };
}
