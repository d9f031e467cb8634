/** Waits of the data plane in real milliseconds: they belong to processes and sockets, not to the release's clock. */
export interface Limits {
  /** Requests under way on a version that is let go may take this long. */
  readonly drainMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly killAfterMs: number;
  /** An orchestrator is never called silent before this, however fast the clock runs. */
  readonly silenceFloorMs: number;
  /** A version that sends nothing for this long in an answer has failed it (nginx's default). */
  readonly answerIdleMs: number;
  /** First pause before a crashed version is started again; doubles up to the last. */
  readonly restartFirstMs: number;
  readonly restartLastMs: number;
}

export const defaultLimits: Limits = {
  drainMs: 30_000,
  killAfterMs: 10_000,
  silenceFloorMs: 20_000,
  answerIdleMs: 60_000,
  restartFirstMs: 250,
  restartLastMs: 10_000,
};

/** Silence after which traffic is given back, in ms of the release's clock: ten observations of 30 s missed. */
export const SILENCE_MS = 300_000;
/** Length of a bucket and pause between health checks, in ms of the release's clock (K8). */
export const BUCKET_MS = 10_000;
/** Health checks and samples never come more often than this, real milliseconds. */
export const PROBE_FLOOR_MS = 250;
export const HEALTH_TIMEOUT_MS = 2_000;
/** How far measurements reach back, ms of the release's clock. */
export const RING_MS = 3 * 3_600_000;
/** History looks at this much of the old version's ring, ms of the release's clock. */
export const HISTORY_MS = 3_600_000;
