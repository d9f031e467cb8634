import type { Json } from '../../asl/json.ts';
import { answersTo, wordOf } from '../../verify/exploration/answers.ts';
import type { Outcome, Scenario, Script } from './engines/scenario.ts';
import { asks, fault, good, houseScenario, refused } from './house-scenarios.ts';

/** Calls that answer a task token; their faults come by the token, because the emulator swallows those of the function. */
const TOKENS = ['RunGates', 'OpenHold.APPROVAL', 'OpenHold.TIME_LOCK'];
const CALLS = ['OpenRelease', 'ReviewChange', 'Decide', 'TakeLock', 'IssuePermit', 'CloseRelease', ...TOKENS];
const SHIFT_CALLS = [
  ...['StartShift.STAGING', 'ObserveShift.STAGING', 'EndShift.STAGING.STOP', 'EndShift.STAGING.VERIFY'],
  'AnalyseShift.STAGING',
];
/** One of each kind: declared and tried again, declared and not, and one that nobody declared. */
const ERRORS = ['Transient', 'Terminal', 'Error'];
/** Asked again after these words, so that the good answers follow. */
const AGAIN = ['WAIT', 'ANALYSE', 'CONTINUE', 'Transient'];

/**
 * The same machines on two engines, one call differing from the good way at a time: every word that its contract lets it
 * say, one that it does not, every kind of fault. These are the outcomes of `verify/exploration`, without what the
 * emulator does not have: data limits, heartbeats, the task's timeout, late answers. All calls of a shift differ in its
 * first phase; what its parent makes of an end, in every phase.
 */
export const exploredScenarios: readonly Scenario[] = [
  ...[...CALLS, ...SHIFT_CALLS].flatMap((call) => [...words(call), ...ERRORS.map((error) => failing(call, error))]),
  ...['CANARY', 'ROLLOUT', 'WATCH'].flatMap((phase) => words(`EndShift.${phase}.VERIFY`)),
  ...['CANARY', 'ROLLOUT', 'WATCH'].map((phase) => failing(`StartShift.${phase}`, 'Terminal')),
].map(({ story, script }, i) => houseScenario('X', i, story, script));

type Story = { readonly story: string; readonly script: Script };

function words(call: string): Story[] {
  const [callee = '', ...rest] = call.split('.');
  const action = rest.at(-1);
  const payload: Json = callee === 'EndShift' ? { action: action ?? '' } : {};
  const answers = answersTo(callee, payload);
  return answers.map((answer) => differing(call, wordOf(answer), outcomeOf(call, answer)));
}

function outcomeOf(call: string, answer: Json): Outcome {
  if (wordOf(answer) === 'ANALYSE') return asks(call.split('.')[1]!);
  return TOKENS.includes(call) ? { kind: 'ANSWER', output: answer, late: true } : { kind: 'RETURN', payload: answer };
}

function failing(call: string, error: string): Story {
  return differing(call, error, TOKENS.includes(call) ? refused(error) : fault(error));
}

/** A shift is only stopped when its observation says so, and the analyst only asked when its verification does. */
function differing(call: string, what: string, outcome: Outcome): Story {
  const stopped: Script = call.endsWith('.STOP')
    ? { 'ObserveShift.STAGING': [{ kind: 'RETURN', payload: { next: 'WITHDRAW', watch: {}, waitSeconds: 1 } }] }
    : {};
  const verified = 'EndShift.STAGING.VERIFY';
  const analysed: Script = call.startsWith('AnalyseShift.')
    ? { [verified]: [asks('STAGING'), ...(good[verified] ?? [])] }
    : {};
  const script = {
    ...stopped,
    ...analysed,
    [call]: AGAIN.includes(what) ? [outcome, ...(good[call] ?? [])] : [outcome],
  };
  return { story: `${call} ${what}`, script };
}
