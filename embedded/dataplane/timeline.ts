import { BUCKET_MS } from './limits.ts';

/** A stretch of the release's clock with one weight throughout; both versions of a target count in the same ones. */
export interface Span {
  readonly start: number;
  end: number;
  readonly weight: number;
}

/**
 * Buckets of 10 s, aligned to the clock, cut short where the weight changes: so canary and baseline of a bucket always
 * saw the same minutes under the same weight.
 */
export interface Timeline {
  at(now: number): Span;
  /** Begins a new span with this weight. */
  cut(now: number, weight: number): void;
}

export function createTimeline(now: number): Timeline {
  let span: Span = { start: now, end: endOf(now), weight: 0 };
  const at = (instant: number) => {
    if (instant >= span.end) {
      const end = endOf(instant);
      span = { start: Math.max(span.end, end - BUCKET_MS), end, weight: span.weight };
    }
    return span;
  };
  return {
    at,
    cut(instant, weight) {
      const current = at(instant);
      const start = Math.max(instant, current.start);
      const end = current.end;
      current.end = start;
      span = { start, end, weight };
    },
  };
}

function endOf(instant: number): number {
  return (Math.floor(instant / BUCKET_MS) + 1) * BUCKET_MS;
}
