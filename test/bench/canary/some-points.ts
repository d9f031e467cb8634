import type { Point, PointPair } from '../../../bench/canary/points.ts';

/** A quiet minute. */
export function point(differing: Partial<Point> = {}): Point {
  return { requests: 150, errors: 0, errorRate: 0, p50: 80, p95: 250, p99: 400, cpu: 55, memory: 52, ...differing };
}

/** So many minutes after the warm-up. */
export function points(n: number, of: (i: number) => Partial<PointPair>): PointPair[] {
  return Array.from({ length: n }, (_, i) => ({ endSec: 60 * (i + 2), canary: point(), baseline: point(), ...of(i) }));
}
