import type { Severity } from './constructs/alarm-channels.ts';

type Shape = {
  /** File below lambdas/, without `.ts`. */
  readonly entry: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb?: number;
  /** Of its errors. */
  readonly severity?: Severity;
  /** Files that it reads at run time: what reads settings binds decisions to the policies too; some ask Cedar. */
  readonly beside: readonly ('policies' | 'cedar')[];
};

const SETTINGS = ['policies'] as const;
const POLICY = ['policies', 'cedar'] as const;

const shape = (entry: string, description: string, timeoutSeconds: number, beside: Shape['beside']): Shape => ({
  entry,
  description,
  timeoutSeconds,
  beside,
});

/**
 * Every function. Seconds stay under the timeout of the state that calls it, so that the step's own error is what the
 * state machine sees. More memory is more processor: what parses diffs or asks Cedar gets 1 GB.
 * A look at a canary waits for answers and hardly computes (bench/cost.ts).
 */
export const stepShapes = {
  'open-release': { ...shape('open-release/index', 'Facts, signals, first record', 110, SETTINGS), memoryMb: 1024 },
  'review-change': shape('review-change/index', 'Asks the reviewing model', 320, SETTINGS),
  'run-gates': shape('run-gates/index', 'Starts the gates', 60, SETTINGS),
  decide: { ...shape('decide/index', 'Facts to verdict', 110, POLICY), memoryMb: 1024 },
  'take-lock': shape('take-lock/index', 'One deployment per service', 55, SETTINGS),
  'start-shift': { ...shape('start-shift/index', 'The gate: starts a shift', 290, SETTINGS), severity: 'PAGE' },
  'observe-shift': {
    ...shape('observe-shift/index', 'The judge: looks and decides', 110, SETTINGS),
    severity: 'PAGE',
  },
  'end-shift': { ...shape('end-shift/index', 'Gives traffic back, verifies', 290, SETTINGS), severity: 'PAGE' },
  'analyse-shift': shape('analyse-shift/index', 'Asks the analyst about figures', 140, []),
  'open-hold': shape('open-hold/index', 'Opens a hold and tells who may answer', 110, SETTINGS),
  'issue-permit': shape('issue-permit/index', 'Checks everything again', 110, SETTINGS),
  'close-release': { ...shape('close-release/index', 'Outcome, lock, mails', 110, SETTINGS), severity: 'PAGE' },
  intake: shape('intake/index', 'Takes a submission in', 30, SETTINGS),
  webhook: shape('intake/webhook-entry', 'Checks signed webhooks and hands them over', 10, []),
  'pull-request': shape('intake/pull-request-entry', 'Takes pull requests of GitHub in', 30, SETTINGS),
  'codecommit-event': shape('intake/codecommit-entry', 'Takes pull requests of CodeCommit in', 30, SETTINGS),
  'start-release': shape('start-release/index', 'Starts an execution named after the change', 30, []),
  'gates-ended': shape('gates-ended/index', 'Reads the report of a gate build', 60, SETTINGS),
  'answer-hold': {
    ...shape('answer-hold/index', 'Ends holds at their deadlines', 60, POLICY),
    memoryMb: 1024,
    severity: 'PAGE',
  },
  'hold-page': { ...shape('answer-hold/page-entry', 'The approval page', 25, POLICY), memoryMb: 1024 },
  operate: { ...shape('operate/index', 'What people ask by command line', 25, POLICY), memoryMb: 1024 },
  janitor: shape('janitor/index', 'Closes what died', 300, SETTINGS),
} as const satisfies Readonly<Record<string, Shape>>;
export type StepName = keyof typeof stepShapes;
