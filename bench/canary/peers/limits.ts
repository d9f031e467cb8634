import type { Point } from '../points.ts';

/** The limits of a service as thresholds on one period's value: above is a breach. Percent for CPU and memory. */
export const LIMITS = { errorRate: 0.005, p99: 800, cpu: 80, memory: 85 } as const;
export type Limited = keyof typeof LIMITS;
export const LIMITED = Object.keys(LIMITS) as Limited[];

/** null: no value. */
export function isBreached(point: Point, metric: Limited): boolean | null {
  const value = point[metric];
  return Number.isNaN(value) ? null : value > LIMITS[metric];
}
