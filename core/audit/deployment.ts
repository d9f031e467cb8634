/** One shift of 001's log: `deploymentTime` is an instant, `monitoringDuration` seconds. */
export type ShiftEntry = {
  readonly deployed: boolean | null;
  readonly deploymentTime: string | null;
  readonly monitoringDuration: number | null;
};

/**
 * An entry of 001's deployment log (001-71 to 001-77) with the two times of K24. What the records do not say is null,
 * never a guess; times are in seconds.
 */
export type Deployment = {
  readonly deploymentId: string;
  readonly timestamp: string;
  readonly releaseId: string;
  readonly issue: {
    /** The change that was released: the log knows no other issue. */
    readonly id: string;
    readonly title: string | null;
    readonly domain: string | null;
    readonly severity: string | null;
  };
  readonly resolution: {
    readonly goalId: null;
    readonly specPath: null;
    readonly workflowName: null;
    readonly tasksCompleted: null;
    readonly filesModified: readonly string[] | null;
  };
  readonly validation: {
    readonly testsPass: boolean | null;
    readonly securityScanPass: boolean | null;
    readonly codeQualityPass: boolean | null;
  };
  readonly staging: ShiftEntry & { readonly validationPassed: boolean | null };
  readonly production: ShiftEntry & {
    /** 0 to 0.95. */
    readonly confidenceScore: number | null;
    readonly approvalRequired: boolean | null;
    readonly rollbackOccurred: boolean | null;
  };
  readonly outcome: {
    readonly success: boolean | null;
    readonly totalTime: number | null;
    /** From the first record to the end of the rollout, and to the end of the watch after it. */
    readonly timeToProduction: number | null;
    readonly timeToConfirmed: number | null;
    readonly issueResolved: null;
    readonly preventionAdded: null;
  };
};
