import type { History } from '../../core/contracts/measurement.ts';
import type { Outcome } from './outcome.ts';
import { alarm } from './peers/alarm.ts';
import { argo } from './peers/argo.ts';
import { cumulative } from './peers/cumulative.ts';
import { flagger } from './peers/flagger.ts';
import { kayentaAtEnd, kayentaPeeking, TUNED_RULES } from './peers/kayenta.ts';
import { oracle } from './peers/oracle.ts';
import { pointPairs } from './points.ts';
import { bucketOf, merged, type RawBucket } from './raw-bucket.ts';
import type { Scenario } from './scenario.ts';
import { shippedJudge } from './shipped-judge.ts';

/** Seconds at the start that nobody judges by, but for the shipped judge's catastrophe. */
const WARM_UP_SEC = 60;
const VIGILANT = 0.05;

export const JUDGES = {
  shipped: 'Interlock, alpha .01',
  vigilant: 'Interlock, alpha .05',
  shipped60: 'Interlock, 60 s data',
  kayenta: 'Kayenta at the end, 60 s points',
  kayenta10: 'Kayenta at the end, 10 s points',
  kayentaPeeking: 'Kayenta from 5 points on',
  kayentaTuned: 'Kayenta from 5 points on, tuned',
  argo: 'Argo, failureLimit 0',
  flagger: 'Flagger, 5 failed checks',
  alarm: 'CodeDeploy, alarm 2 of 2',
  cumulative: 'cumulative limits, 500 requests',
  oracle: 'oracle (Wald, told the effect)',
} as const;
export type JudgeId = keyof typeof JUDGES;

/** What every judge makes of the same canary. */
export function judged(
  { canary, oracle: told }: Scenario,
  raw: readonly RawBucket[],
  history: History,
  endSec: number,
): Partial<Record<JudgeId, Outcome>> {
  const minutes = merged(raw, 60);
  const later = ({ endSec: at }: { endSec: number }) => at > WARM_UP_SEC;
  const lateMinutes = minutes.filter(later);
  const points = pointPairs(lateMinutes);
  const buckets = raw.map((bucket) => bucketOf(bucket, canary.shown));
  return {
    shipped: shippedJudge(buckets, history).outcome,
    vigilant: shippedJudge(buckets, history, VIGILANT).outcome,
    shipped60: shippedJudge(
      minutes.map((bucket) => bucketOf(bucket, canary.shown)),
      history,
    ).outcome,
    kayenta: kayentaAtEnd(points, endSec),
    kayenta10: kayentaAtEnd(pointPairs(raw.filter(later)), endSec),
    kayentaPeeking: kayentaPeeking(points, endSec),
    kayentaTuned: kayentaPeeking(points, endSec, TUNED_RULES),
    argo: argo(points, endSec),
    flagger: flagger(points, endSec),
    alarm: alarm(points, endSec),
    cumulative: cumulative(lateMinutes, endSec),
    ...(told && { oracle: oracle(raw.filter(later), endSec, told) }),
  };
}
