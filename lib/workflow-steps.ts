import type { WorkflowSteps } from './constructs/release-workflow.ts';
import type { Steps } from './make-steps.ts';

/** The steps that the state machines call, under the names that stand in their files. */
export function workflowSteps(steps: Steps): WorkflowSteps {
  return {
    OpenRelease: steps['open-release'],
    ReviewChange: steps['review-change'],
    RunGates: steps['run-gates'],
    Decide: steps.decide,
    TakeLock: steps['take-lock'],
    StartShift: steps['start-shift'],
    ObserveShift: steps['observe-shift'],
    EndShift: steps['end-shift'],
    AnalyseShift: steps['analyse-shift'],
    OpenHold: steps['open-hold'],
    IssuePermit: steps['issue-permit'],
    CloseRelease: steps['close-release'],
  };
}
