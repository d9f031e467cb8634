import type { JudgeConfig } from '../contracts/analysis.ts';
import { P99_SHARE, RESPONSE_SHARE } from './latency-cuts.ts';

/** The tests of an absolute limit, which a canary can break together with its environment. */
export type CeilingId = 'errAbs' | 'latAbs' | 'resp';
export const CEILINGS: readonly CeilingId[] = ['errAbs', 'latAbs', 'resp'];

export type Share = { readonly events: number; readonly requests: number };
export const NO_SHARE: Share = { events: 0, requests: 0 };

/** Baseline events and requests of one bucket, for each ceiling. */
export type BaselineBucket = { readonly endSec: number } & Readonly<Record<CeilingId, Share>>;

/** The share of requests that each ceiling allows. */
export function ceilingRate(id: CeilingId, config: JudgeConfig): number {
  return id === 'errAbs' ? config.errorRateMax : id === 'latAbs' ? P99_SHARE : RESPONSE_SHARE;
}

export function addShare(a: Share, b: Share): Share {
  return { events: a.events + b.events, requests: a.requests + b.requests };
}
