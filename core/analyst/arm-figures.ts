import type { AnalystQuestion } from '../contracts/analyst-question.ts';
import type { Arm, Bucket } from '../contracts/measurement.ts';
import { percentileOf } from '../report/latency-figures.ts';

/** Stretches that the course of a shift is told in. */
const STRETCHES = 10;

/** A count as it is, anything else to four digits; null for what is no number. */
export function figure(value: number | null | undefined): number | null {
  if (value === null || value === undefined || !Number.isFinite(value) || Math.abs(value) > 1e12) return null;
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}

/** One version over all of these buckets: counts added up, gauges at their largest. */
export function armFigures(arms: readonly Arm[]): AnalystQuestion['newVersion'] {
  const requests = sum(arms.map((arm) => arm.requests));
  const errors = sum(arms.map((arm) => arm.errors));
  return {
    requests: figure(requests),
    errors: figure(errors),
    errorRate: requests > 0 ? figure(errors / requests) : null,
    p50Ms: figure(percentileOf(arms, 'p50')),
    p95Ms: figure(percentileOf(arms, 'p95')),
    p99Ms: figure(percentileOf(arms, 'p99')),
    cpuPercent: figure(largest(arms.map((arm) => arm.cpu))),
    memoryPercent: figure(largest(arms.map((arm) => arm.memory))),
    healthChecks: figure(sum(arms.map((arm) => arm.healthChecks ?? 0))),
    failedHealthChecks: figure(sum(arms.map((arm) => arm.unhealthy ?? 0))),
  };
}

/** The shift in at most ten stretches of one length, in which harm that came late is seen. */
export function courseOf(buckets: readonly Bucket[]): AnalystQuestion['course'] {
  const end = Math.max(0, ...buckets.map(({ endSec }) => endSec));
  const groups = Array.from({ length: STRETCHES }, (_, i) =>
    buckets.filter(({ endSec }) => stretchOf(endSec, end) === i),
  ).filter((group) => group.length > 0);
  return groups.map((group) => {
    const beside = group.flatMap(({ baseline }) => (baseline ? [baseline] : []));
    return {
      untilSecond: figure(Math.max(...group.map(({ endSec }) => endSec))),
      newVersion: stretch(group.map(({ canary }) => canary)),
      oldVersion: beside.length > 0 ? stretch(beside) : null,
    };
  });
}

const stretchOf = (endSec: number, end: number): number =>
  Math.min(STRETCHES - 1, Math.max(0, Math.ceil((endSec / (end || 1)) * STRETCHES) - 1));

function stretch(arms: readonly Arm[]): AnalystQuestion['course'][number]['newVersion'] {
  const { requests, errors, p99Ms } = armFigures(arms);
  return { requests, errors, p99Ms };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function largest(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => typeof value === 'number');
  return known.length === 0 ? null : Math.max(...known);
}
