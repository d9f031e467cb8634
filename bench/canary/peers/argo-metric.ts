/** One measurement: by its conditions, or Error where they could not be evaluated. */
export type ArgoPhase = 'Successful' | 'Failed' | 'Inconclusive' | 'Error';
export type ArgoStatus = ArgoPhase | 'Running';

export type ArgoRule = {
  /** Measurements that are planned; without it a metric with an interval runs until it is ended. */
  readonly count?: number;
  readonly interval: boolean;
  /** Negative: not applied. */
  readonly failureLimit: number;
  readonly inconclusiveLimit: number;
  readonly consecutiveErrorLimit: number;
  /** 0: not applied. */
  readonly consecutiveSuccessLimit: number;
  readonly successCondition?: (value: number) => boolean;
  readonly failureCondition?: (value: number) => boolean;
};

export const ARGO_DEFAULTS: ArgoRule = {
  interval: true,
  failureLimit: 0,
  inconclusiveLimit: 0,
  consecutiveErrorLimit: 4,
  consecutiveSuccessLimit: 0,
};

/** Phase of one value; NaN or null could not be measured. */
export function argoPhase(value: number | null, { successCondition, failureCondition }: ArgoRule): ArgoPhase {
  if (value === null || Number.isNaN(value)) return 'Error';
  if (failureCondition?.(value)) return 'Failed';
  if (successCondition?.(value)) return 'Successful';
  if (successCondition && failureCondition) return 'Inconclusive';
  return successCondition ? 'Failed' : 'Successful';
}

/** Argo Rollouts' status of one metric after these measurements, oldest first. */
export function argoMetric(phases: readonly ArgoPhase[], rule: ArgoRule): ArgoStatus {
  const number = (phase: ArgoPhase) => phases.filter((one) => one === phase).length;
  let status: ArgoStatus = 'Running';
  if (rule.failureLimit >= 0 && number('Failed') > rule.failureLimit) status = 'Failed';
  if (rule.inconclusiveLimit >= 0 && number('Inconclusive') > rule.inconclusiveLimit) status = 'Inconclusive';
  if (atEnd(phases, 'Error') > rule.consecutiveErrorLimit) status = 'Error';
  if (status !== 'Running') return status;
  const wanted = rule.consecutiveSuccessLimit;
  if (wanted > 0 && atEnd(phases, 'Successful') >= wanted) return 'Successful';
  const planned = rule.count ?? (rule.interval ? Infinity : 1);
  if (phases.length < planned) return 'Running';
  if (wanted === 0) return 'Successful';
  return rule.failureLimit >= 0 ? 'Inconclusive' : 'Failed';
}

const WORST_FIRST: readonly ArgoStatus[] = ['Failed', 'Error', 'Inconclusive', 'Running', 'Successful'];

/** Status of a run: the worst of its metrics. */
export function argoRun(statuses: readonly ArgoStatus[]): ArgoStatus {
  return WORST_FIRST.find((status) => statuses.includes(status)) ?? 'Successful';
}

/** How many of this phase stand at the end, one after another. */
function atEnd(phases: readonly ArgoPhase[], phase: ArgoPhase): number {
  const last = phases.findLastIndex((one) => one !== phase);
  return phases.length - 1 - last;
}
