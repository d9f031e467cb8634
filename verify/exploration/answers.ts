import type { Json, JsonObject } from '../../asl/json.ts';
import {
  analyseShiftContract,
  closeReleaseContract,
  decideContract,
  endShiftContract,
  gateRunAnswer,
  holdAnswerWord,
  issuePermitContract,
  observeShiftContract,
  openReleaseContract,
  reviewChangeContract,
  shiftOutputSchema,
  startShiftContract,
  takeLockContract,
} from '../../core/contracts/steps.ts';
import { samplesOf } from './samples.ts';

/** What each step may answer by its contract, under the name that the machines call it by. */
const ANSWERS: Readonly<Record<string, readonly Json[]>> = {
  OpenRelease: samplesOf(openReleaseContract.output),
  ReviewChange: samplesOf(reviewChangeContract.output),
  RunGates: samplesOf(gateRunAnswer),
  Decide: samplesOf(decideContract.output),
  TakeLock: samplesOf(takeLockContract.output),
  StartShift: samplesOf(startShiftContract.output),
  ObserveShift: samplesOf(observeShiftContract.output),
  EndShift: samplesOf(endShiftContract.output),
  AnalyseShift: samplesOf(analyseShiftContract.output),
  OpenHold: samplesOf(holdAnswerWord),
  IssuePermit: samplesOf(issuePermitContract.output),
  CloseRelease: samplesOf(closeReleaseContract.output),
  'traffic-shift': samplesOf(shiftOutputSchema),
};

/**
 * Every success shape of a call, one per word that the machines branch on, and one word that no contract knows. A shift is
 * asked for one action, so only that action's answers come.
 */
export function answersTo(callee: string, payload: Json): readonly Json[] {
  const all = ANSWERS[callee];
  if (all === undefined) throw new Error(`there is no contract for what ${callee} answers`);
  const action = (payload as JsonObject | null)?.['action'];
  const fitting = all.filter((answer) => action === undefined || (answer as JsonObject)['action'] === action);
  const byWord = new Map(fitting.map((answer) => [wordOf(answer), answer]));
  const strange = { ...(fitting[0] as JsonObject), next: 'UNKNOWN' };
  return 'next' in (fitting[0] as JsonObject) ? [...byWord.values(), strange] : [...byWord.values()];
}

/** The word of an answer: what the machine branches on, or all of a small one that it does not branch on. */
export function wordOf(answer: Json): string {
  const { next, status, outcome, kind } = answer as JsonObject;
  return String(next ?? status ?? outcome ?? kind);
}
