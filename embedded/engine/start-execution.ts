import type { DatabaseSync } from 'node:sqlite';
import { DATA_LIMIT_BYTES } from '../../asl/limits.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { atomically } from './atomically.ts';

export type NewExecution = {
  readonly machine: string;
  readonly name: string;
  readonly input: unknown;
  readonly at: number;
};
export type Parent = { readonly execution: string; readonly task: string };

/**
 * Asks for an execution; the running engine takes it up within its polling interval, or the next one that runs. A name is
 * used once for ever: EXISTS changes nothing. Throws InvalidInput for a name or an input that cannot be.
 */
export function startExecution(
  db: DatabaseSync,
  { machine, name, input, at }: NewExecution,
  parent?: Parent,
): 'STARTED' | 'EXISTS' {
  if (!/^[A-Za-z0-9_.-]{1,80}$/.test(name))
    throw new InvalidInput('execution name: expected 1 to 80 of A-Z a-z 0-9 _ . -');
  const text = jsonText(input, 'execution input');
  const sql = `INSERT INTO engine_executions (name, machine, input, status, started_at, parent, parent_task)
    VALUES (?, ?, ?, 'STARTING', ?, ?, ?) ON CONFLICT (name) DO NOTHING`;
  const { changes } = atomically(db, () =>
    db.prepare(sql).run(name, machine, text, at, parent?.execution ?? null, parent?.task ?? null),
  );
  return Number(changes) === 1 ? 'STARTED' : 'EXISTS';
}

/** JSON text of a value within Step Functions' 256 KiB; InvalidInput otherwise. */
export function jsonText(value: unknown, what: string): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new InvalidInput(`${what}: expected JSON`);
  const bytes = Buffer.byteLength(text);
  if (bytes > DATA_LIMIT_BYTES)
    throw new InvalidInput(`${what}: ${bytes} bytes, at most ${DATA_LIMIT_BYTES} are allowed`);
  return text;
}
