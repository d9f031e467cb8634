import {
  closeReleaseContract,
  decideContract,
  intakeContract,
  issuePermitContract,
  janitorContract,
  openHoldContract,
  openReleaseContract,
  reviewChangeContract,
  runGatesContract,
  shiftTrafficContract,
  startReleaseContract,
  takeLockContract,
} from '../../core/contracts/steps.ts';
import { createHandler as closeRelease } from '../../lambdas/close-release/handler.ts';
import { createHandler as decide } from '../../lambdas/decide/handler.ts';
import { createHandler as intake } from '../../lambdas/intake/handler.ts';
import { createHandler as issuePermit } from '../../lambdas/issue-permit/handler.ts';
import { createHandler as janitor } from '../../lambdas/janitor/handler.ts';
import type { Logger } from '../../lambdas/kit/logger.ts';
import { step, type Step } from '../../lambdas/kit/step.ts';
import { createHandler as openHold } from '../../lambdas/open-hold/handler.ts';
import { createHandler as openRelease } from '../../lambdas/open-release/handler.ts';
import type { Ports } from '../../lambdas/ports.ts';
import { createHandler as reviewChange } from '../../lambdas/review-change/handler.ts';
import { createHandler as runGates } from '../../lambdas/run-gates/handler.ts';
import { createHandler as shiftTraffic } from '../../lambdas/shift-traffic/handler.ts';
import { createHandler as startRelease } from '../../lambdas/start-release/handler.ts';
import { createHandler as takeLock } from '../../lambdas/take-lock/handler.ts';

/** Names as the state machines write them between `${` and `}`, besides the three that no state machine calls. */
export const STATE_FUNCTIONS = [
  'OpenRelease',
  'ReviewChange',
  'RunGates',
  'Decide',
  'TakeLock',
  'ShiftTraffic',
  'OpenHold',
  'IssuePermit',
  'CloseRelease',
] as const;

export type Steps = Readonly<Record<(typeof STATE_FUNCTIONS)[number] | 'intake' | 'startRelease' | 'janitor', Step>>;

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
    ShiftTraffic: step('shift-traffic', shiftTrafficContract, shiftTraffic(ports), logger),
    OpenHold: step('open-hold', openHoldContract, openHold(ports, { PUBLIC_URL: publicUrl }), logger),
    IssuePermit: step('issue-permit', issuePermitContract, issuePermit(ports), logger),
    CloseRelease: step('close-release', closeReleaseContract, closeRelease(ports), logger),
    janitor: step('janitor', janitorContract, janitor(ports), quiet),
  };
}
