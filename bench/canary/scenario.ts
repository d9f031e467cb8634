import type { LatencyShape } from './latency-source.ts';
import type { Shown } from './raw-bucket.ts';

/** How a service behaves, canary or not. Times are seconds since the watch began. */
export type Process = {
  /** Requests a minute, both arms. */
  readonly perMinute: number;
  /** Of the traffic, 0 to 1, that goes to the canary; 0.05 where nothing is said. */
  readonly share?: (sec: number) => number;
  readonly errorRate: number;
  readonly latency?: Partial<LatencyShape>;
  /** Times the usual error rate, on both arms: an incident of what both depend on. */
  readonly incident?: (sec: number) => number;
  /** Three times 20 s in which both arms have 20 times the errors. */
  readonly errorBursts?: boolean;
  /** Requests come in bursts: the rate of every bucket is multiplied by a gamma number of mean 1 and this shape. */
  readonly trafficShape?: number;
  /** Errors come in clumps that stay on one arm, of a geometric size of this mean. */
  readonly clump?: number;
  /** Every instance halts for 2 s about every 5 minutes; what it is asked meanwhile waits. */
  readonly stalls?: boolean;
  /** The canary's hosts are slower or faster by a normal part of this standard deviation. */
  readonly hostSd?: number;
  /** Traffic, latency and errors rise through the watch, on both arms. */
  readonly drift?: boolean;
};

/** What is wrong with the canary, or merely different. */
export type Canary = {
  readonly errorRate?: (baseline: number, sec: number) => number;
  /** Latency of every request, of the slowest 2 %. */
  readonly latencyTimes?: number;
  readonly tailTimes?: number;
  /** Added to the canary's percent. */
  readonly cpu?: (sec: number) => number;
  readonly memory?: (sec: number) => number;
  /** Share of the health checks that fail. */
  readonly unhealthy?: number;
  /** Share of the buckets that never arrive, of both arms. */
  readonly lost?: number;
  readonly shown?: Shown;
};

export type Kind = 'HEALTHY' | 'HARM' | 'BEYOND';

export type Scenario = {
  readonly name: string;
  readonly kind: Kind;
  readonly process: Process;
  readonly canary: Canary;
  /** Second in which the harm begins. */
  readonly onsetSec: number;
  /** Error rates that the oracle is told: usual, and of the harmed canary. */
  readonly oracle?: { readonly usual: number; readonly harmed: number };
};

export const TINY = 50;
export const LOW = 1000;
export const MED = 3000;
export const HIGH = 24_000;
/** Share of the requests that fail where nothing is said. */
export const USUAL = 0.001;
