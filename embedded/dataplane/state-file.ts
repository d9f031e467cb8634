import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Terminal } from '../../core/contracts/errors.ts';
import { historySchema } from '../../core/contracts/measurement.ts';
import { environmentSchema, versionSchema } from '../../core/contracts/shift.ts';
import { groupRecordSchema } from './groups.ts';
import { serviceSpecSchema, shiftRequestSchema } from './protocol.ts';

const shiftRecordSchema = z.strictObject({
  request: shiftRequestSchema,
  state: z.enum(['STARTING', 'SHIFTING', 'COMPLETE', 'RETURNING', 'RETURNED', 'FAILED', 'RETURN_FAILED', 'FROZEN']),
  weight: z.number(),
  since: z.number().nullable(),
  detail: z.string(),
  settled: z.boolean(),
  history: historySchema,
});

/** What a data plane must know after a crash: what to serve, how the shifts stood, which processes are its own. */
export const stateSchema = z.strictObject({
  version: z.literal(1),
  targets: z.array(
    z.strictObject({
      spec: serviceSpecSchema,
      environment: environmentSchema,
      running: versionSchema.nullable(),
      shifts: z.array(shiftRecordSchema),
    }),
  ),
  groups: z.array(groupRecordSchema),
  forbidden: z.array(z.strictObject({ shiftId: z.string(), why: z.string() })).default([]),
});
export type State = z.infer<typeof stateSchema>;
export type ShiftRecord = z.infer<typeof shiftRecordSchema>;

const fileOf = (home: string) => join(home, 'dataplane-state.json');

/** Null when there is none; Terminal when it cannot be understood: guessing what to serve is worse than saying so. */
export function readState(home: string): State | null {
  let text: string;
  try {
    text = readFileSync(fileOf(home), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    throw new Terminal(`${fileOf(home)} is damaged; move it away to begin anew with the initial versions`);
  }
}

export function writeState(home: string, state: State): void {
  writeAtomically(fileOf(home), JSON.stringify(state));
}

/** Whole or not at all, readable by its owner only: it may hold a service's environment, or the control token. */
export function writeAtomically(file: string, text: string): void {
  const part = `${file}.${process.pid}.part`;
  const fd = openSync(part, 'w', 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(part, file);
}
