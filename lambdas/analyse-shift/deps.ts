import { createReviewer } from '../adapters/create-reviewer.ts';
import type { Ports } from '../ports.ts';
import type { Env } from './env.ts';

/** A model, and nothing else that could be read or done. */
export type Deps = Pick<Ports, 'reviewer'>;

export function createDeps({ REVIEWER }: Env): Deps {
  return { reviewer: createReviewer(REVIEWER, process.env) };
}
