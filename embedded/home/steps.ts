import {
  analyseShiftContract,
  closeReleaseContract,
  decideContract,
  endShiftContract,
  intakeContract,
  issuePermitContract,
  janitorContract,
  observeShiftContract,
  openHoldContract,
  openReleaseContract,
  reviewChangeContract,
  runGatesContract,
  startReleaseContract,
  startShiftContract,
  takeLockContract,
} from '../../core/contracts/steps.ts';
import { createHandler as analyseShift } from '../../lambdas/analyse-shift/handler.ts';
import { createHandler as closeRelease } from '../../lambdas/close-release/handler.ts';
import { createHandler as decide } from '../../lambdas/decide/handler.ts';
import { createHandler as endShift } from '../../lambdas/end-shift/handler.ts';
import { createHandler as intake } from '../../lambdas/intake/handler.ts';
import { createHandler as issuePermit } from '../../lambdas/issue-permit/handler.ts';
import { createHandler as janitor } from '../../lambdas/janitor/handler.ts';
import type { Logger } from '../../lambdas/kit/logger.ts';
import { step, type Step } from '../../lambdas/kit/step.ts';
import { createHandler as observeShift } from '../../lambdas/observe-shift/handler.ts';
import { createHandler as openHold } from '../../lambdas/open-hold/handler.ts';
import { createHandler as openRelease } from '../../lambdas/open-release/handler.ts';
import type { Ports } from '../../lambdas/ports.ts';
import { createHandler as reviewChange } from '../../lambdas/review-change/handler.ts';
import { createHandler as runGates } from '../../lambdas/run-gates/handler.ts';
import { createHandler as startRelease } from '../../lambdas/start-release/handler.ts';
import { createHandler as startShift } from '../../lambdas/start-shift/handler.ts';
import { createHandler as takeLock } from '../../lambdas/take-lock/handler.ts';

/** Names as the state machines write them between `${` and `}`. */
export const RELEASE_FUNCTIONS = [
  'OpenRelease',
  'ReviewChange',
  'RunGates',
  'Decide',
  'TakeLock',
  'OpenHold',
  'IssuePermit',
  'CloseRelease',
] as const;
export const SHIFT_FUNCTIONS = ['StartShift', 'ObserveShift', 'EndShift', 'AnalyseShift'] as const;
type StateFunction = (typeof RELEASE_FUNCTIONS | typeof SHIFT_FUNCTIONS)[number];

/** Besides those, the three that no state machine calls. */
export type Steps = Readonly<Record<StateFunction | 'intake' | 'startRelease' | 'janitor', Step>>;

/** Every step of the product, mounted on this machine's adapters. */
export function mountSteps(ports: Ports, publicUrl: string, logger: Logger): Steps {
  // Sent round every few seconds: only its faults are news.
  const quiet: Logger = { ...logger, info: () => {} };
  return {
    intake: step('intake', intakeContract, intake(ports), logger),
    startRelease: step('start-release', startReleaseContract, startRelease(ports), logger),
    OpenRelease: step('open-release', openReleaseContract, openRelease(ports), logger),
    ReviewChange: step('review-change', reviewChangeContract, reviewChange(ports), logger),
    RunGates: step('run-gates', runGatesContract, runGates(ports), logger),
    Decide: step('decide', decideContract, decide(ports), logger),
    TakeLock: step('take-lock', takeLockContract, takeLock(ports), logger),
    StartShift: step('start-shift', startShiftContract, startShift(ports), logger),
    ObserveShift: step('observe-shift', observeShiftContract, observeShift(ports), logger),
    EndShift: step('end-shift', endShiftContract, endShift(ports), logger),
    AnalyseShift: step('analyse-shift', analyseShiftContract, analyseShift(ports), logger),
    OpenHold: step('open-hold', openHoldContract, openHold(ports, { PUBLIC_URL: publicUrl }), logger),
    IssuePermit: step('issue-permit', issuePermitContract, issuePermit(ports), logger),
    CloseRelease: step('close-release', closeReleaseContract, closeRelease(ports), logger),
    janitor: step('janitor', janitorContract, janitor(ports), quiet),
  };
}
