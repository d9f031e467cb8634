import type { z } from 'zod';
import { Terminal } from '../../core/contracts/errors.ts';
import {
  changeFactsSchema,
  factsSchema,
  issueFactsSchema,
  type ChangeFacts,
  type Facts,
  type IssueFacts,
} from '../../core/contracts/facts.ts';
import { gateRunSchema, type GateRun } from '../../core/contracts/gate-result.ts';
import { blobKeySchema, type ReleaseId } from '../../core/contracts/ids.ts';
import { incidentSchema, type Incident } from '../../core/contracts/incident.ts';
import { reviewReportSchema, type ReviewReport } from '../../core/contracts/review-report.ts';
import { shiftEvidenceSchema, type ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import type { Phase } from '../../core/contracts/shift.ts';
import { verdictSchema, type Verdict } from '../../core/contracts/verdict.ts';
import type { Blobs } from '../ports.ts';

type Documents = {
  readonly change: ChangeFacts;
  readonly issue: IssueFacts;
  readonly gates: GateRun;
  readonly review: ReviewReport;
  readonly facts: Facts;
  readonly verdict: Verdict;
  readonly incident: Incident;
};
const documents: { readonly [N in keyof Documents]: z.ZodType<Documents[N]> } = {
  change: changeFactsSchema,
  issue: issueFactsSchema,
  gates: gateRunSchema,
  review: reviewReportSchema,
  facts: factsSchema,
  verdict: verdictSchema,
  incident: incidentSchema,
};

/** The evidence of one release: what is too large for a state's payload, parsed on the way out. */
export type Evidence = ReturnType<typeof evidenceOf>;

export function evidenceOf(blobs: Blobs, releaseId: ReleaseId) {
  const key = (name: string) => blobKeySchema.parse(`releases/${releaseId}/${name}`);
  const read = async <T>(name: string, schema: z.ZodType<T>): Promise<T | null> => {
    const bytes = await blobs.get(key(name));
    if (bytes === null) return null;
    const parsed = schema.safeParse(json(bytes));
    if (!parsed.success) throw new Terminal(`evidence ${name} of ${releaseId} does not have its shape`);
    return parsed.data;
  };
  const find = <N extends keyof Documents>(name: N): Promise<Documents[N] | null> =>
    read(`${name}.json`, documents[name] as z.ZodType<Documents[N]>);
  return {
    put: <N extends keyof Documents>(name: N, value: Documents[N]) =>
      blobs.put(key(`${name}.json`), JSON.stringify(documents[name].parse(value))),
    /** Null when it was never written. */
    find,
    /** Terminal when it was never written: the step that asks cannot go on without it. */
    get: async <N extends keyof Documents>(name: N): Promise<Documents[N]> => {
      const value = await find(name);
      if (value === null) throw new Terminal(`evidence ${name} of ${releaseId} is missing`);
      return value;
    },
    putDiff: (diff: string) => blobs.put(key('diff.patch'), diff),
    diff: async (): Promise<string | null> => {
      const bytes = await blobs.get(key('diff.patch'));
      return bytes === null ? null : new TextDecoder().decode(bytes);
    },
    putShift: (value: ShiftEvidence) =>
      blobs.put(key(`shift-${value.phase}.json`), JSON.stringify(shiftEvidenceSchema.parse(value))),
    shift: (phase: Phase) => read(`shift-${phase}.json`, shiftEvidenceSchema),
  };
}

/** Undefined, which no schema takes, for what is not JSON: the parser's own error would quote the content. */
function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
