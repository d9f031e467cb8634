import { readFileSync } from 'node:fs';
import type { Outcome, Scenario, Script } from './engines/scenario.ts';

const textOf = (file: string) => readFileSync(new URL(`../../statemachines/${file}`, import.meta.url), 'utf8');
const release = textOf('release.asl.json');
const trafficShift = textOf('traffic-shift.asl.json');

export const says = (next: string, more = {}): Outcome => ({ kind: 'RETURN', payload: { next, ...more } });
const answers = (next: string, answer: string): Outcome => ({ kind: 'ANSWER', output: { next, answer }, late: true });
export const fault = (error: string): Outcome => ({ kind: 'FAULT', error, cause: 'because' });
export const refused = (error: string): Outcome => ({ kind: 'REFUSE', error, cause: 'because', late: true });

/** Stands for the execution's name: the analyst's call is handed figures alone, and its script has to be found. */
const EXECUTION = '<execution>';
/** The analyst is to be asked about this phase. */
export const asks = (phase: string): Outcome =>
  says('ANALYSE', { result: 'FAILED', ask: { execution: EXECUTION, phase } });

/** A shift that is observed twice and goes well. */
const shift = (phase: string): Script => ({
  [`AnalyseShift.${phase}`]: [{ kind: 'RETURN', payload: { kind: 'ANSWER', healthy: false } }],
  [`StartShift.${phase}`]: [says('OBSERVE', { watch: null, waitSeconds: 30 })],
  [`ObserveShift.${phase}`]: [says('CONTINUE', { watch: { since: 1 }, waitSeconds: 60 }), says('PROMOTE')],
  [`EndShift.${phase}.STOP`]: [says('WAIT'), says('STOPPED')],
  [`EndShift.${phase}.VERIFY`]: [says('PROCEED', { result: 'PASSED' })],
});
export const good: Script = {
  OpenRelease: [says('COLLECT')],
  ReviewChange: [{ kind: 'RETURN', payload: { status: 'UNAVAILABLE' } }],
  RunGates: [{ kind: 'ANSWER', output: { status: 'PASSED' }, late: false }],
  Decide: [says('ROLL_OUT')],
  TakeLock: [says('ACQUIRED')],
  ...shift('STAGING'),
  ...shift('CANARY'),
  'OpenHold.APPROVAL': [answers('TIME_LOCK', 'APPROVED')],
  'OpenHold.TIME_LOCK': [answers('PERMIT', 'ELAPSED')],
  IssuePermit: [says('ROLL_OUT')],
  ...shift('ROLLOUT'),
  ...shift('WATCH'),
  CloseRelease: [{ kind: 'RETURN', payload: { outcome: 'AS THE LOG SAYS' } }],
};
const failed = (phase: string, ...words: string[]): Script => ({
  [`ObserveShift.${phase}`]: [says('CONTINUE', { watch: {}, waitSeconds: 30 }), ...words.map((word) => says(word))],
  [`EndShift.${phase}.VERIFY`]: [says('WAIT'), says('CLOSE', { result: 'FAILED' })],
});

/** What differs from the good way. */
const STORIES: Readonly<Record<string, Script>> = {
  'the whole way': {},
  REJECT: { Decide: [says('REJECT')] },
  'canary FAILED': failed('CANARY', 'WITHDRAW'),
  'approval EXPIRED': { 'OpenHold.APPROVAL': [answers('CLOSE', 'EXPIRED')] },
  'lock WAIT, WAIT, ACQUIRED': { TakeLock: [says('WAIT'), says('WAIT'), says('ACQUIRED')] },
  'lock refused': { TakeLock: [says('CLOSE')] },
  'nothing to collect': { OpenRelease: [says('CLOSE')] },
  'recorded only': { Decide: [says('RECORD_ONLY')], 'OpenHold.APPROVAL': [answers('RECORD', 'APPROVED')] },
  'evidence lost': { ReviewChange: [fault('Terminal')], RunGates: [refused('Terminal')] },
  'Transient twice, then well': { Decide: [fault('Transient'), fault('Transient'), says('ROLL_OUT')] },
  'Transient for ever': { TakeLock: [fault('Transient')] },
  'InvalidInput is not tried again': { Decide: [fault('InvalidInput')] },
  'a word that nobody knows': { IssuePermit: [says('PERHAPS')] },
  'gates answer Transient once': {
    RunGates: [refused('Transient'), { kind: 'ANSWER', output: { status: 'PASSED' }, late: true }],
  },
  'hold lost': { 'OpenHold.TIME_LOCK': [refused('Terminal')] },
  'time lock cancelled': { 'OpenHold.TIME_LOCK': [answers('CLOSE', 'CANCELLED')] },
  'staging refused': {
    'StartShift.STAGING': [says('REFUSED')],
    'EndShift.STAGING.VERIFY': [says('CLOSE', { result: 'REFUSED' })],
  },
  'canary never starts': { 'StartShift.CANARY': [fault('Terminal')], ...failed('CANARY') },
  'observation breaks': {
    ...failed('CANARY'),
    'ObserveShift.CANARY': [says('CONTINUE', { watch: {}, waitSeconds: 30 }), fault('Terminal')],
  },
  'canary analysed': {
    'EndShift.CANARY.VERIFY': [asks('CANARY'), says('WAIT'), says('PROCEED', { result: 'INCONCLUSIVE' })],
  },
  'analyst lost': {
    'EndShift.STAGING.VERIFY': [asks('STAGING'), says('PROCEED', { result: 'PASSED' })],
    'AnalyseShift.STAGING': [fault('Terminal')],
  },
  'rollout rolled back': failed('ROLLOUT', 'ROLL_BACK'),
  'rollback that cannot be verified': {
    'ObserveShift.ROLLOUT': [says('ROLL_BACK')],
    'EndShift.ROLLOUT.VERIFY': [fault('Terminal')],
  },
  'watch rolled back': failed('WATCH', 'ROLL_BACK'),
};

/** Every scenario has machines of its own, so that its nested ones are known. `set` keeps two lists of scenarios apart. */
export function houseScenario(set: string, i: number, story: string, script: Script): Scenario {
  const shiftName = `${set}Shift${i}`;
  const name = `${set.toLowerCase()}house-${i}-${story.replaceAll(/\W+/g, '-')}`;
  return {
    name,
    machines: {
      [`${set}Release${i}`]: release.replaceAll('${TrafficShift}', `\${${shiftName}}`),
      [shiftName]: trafficShift,
    },
    input: { event: { story } },
    script: JSON.parse(JSON.stringify({ ...good, ...script }).replaceAll(EXECUTION, name)) as Script,
  };
}

/** Stories of our two state machine files. */
export const houseScenarios: readonly Scenario[] = Object.entries(STORIES).map(([story, script], i) =>
  houseScenario('', i, story, script),
);
