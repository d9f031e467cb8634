import type { StepName } from '../../lib/step-shapes.ts';

export type Target = {
  /** Bytes of index.js. */
  readonly bytes: number;
  /** Milliseconds to the first call to AWS, above bare Node. */
  readonly ms: number;
};

const STEP: Target = { bytes: 225_000, ms: 90 };
/** Somebody waits for these: GitHub, ten seconds at most, and an approver. */
const DOOR: Target = { bytes: 30_000, ms: 35 };

export const targetOf = (name: StepName): Target => (name === 'webhook' || name === 'hold-page' ? DOOR : STEP);
