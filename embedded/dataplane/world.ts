import type { ScaledClock } from '../scaled-clock.ts';
import type { Groups } from './groups.ts';
import type { Limits } from './limits.ts';
import type { Worktrees } from './worktrees.ts';

/** What every part of one data plane shares. */
export interface World {
  readonly home: string;
  readonly limits: Limits;
  readonly groups: Groups;
  readonly worktrees: Worktrees;
  /** The clock as it is set now. */
  clock(): ScaledClock;
  now(): number;
  /** Writes the state file; false when that failed (logged): traffic can always be given back, only settling must not go on. */
  save(): boolean;
  log(text: string): void;
}
