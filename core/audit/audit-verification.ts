/** What is wrong with one record. `line` counts from 1; of a missing record it is the line after the gap. */
export type AuditProblem = {
  readonly releaseId: string | null;
  readonly seq: number | null;
  readonly line: number;
  readonly what: string;
};

export type AuditVerification = {
  /** Records (lines) that were looked at. */
  readonly checked: number;
  readonly releases: number;
  /** In the order of lines; empty when every record is what was written, where it was written. */
  readonly problems: readonly AuditProblem[];
  /** What this check cannot see; for people. */
  readonly note: string;
};

export const VERIFICATION_NOTE =
  'Not seen by this check: records cut off from the end of a release, and whole releases that were removed. ' +
  'Signed checkpoints, which show both, are not part of this log yet.';
