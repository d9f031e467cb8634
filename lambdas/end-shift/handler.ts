import type { z } from 'zod';
import type { endShiftContract } from '../../core/contracts/steps.ts';
import { releaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';
import { stop } from './stop.ts';
import { verifyWithAnalyst } from './verify-with-analyst.ts';

/** The two actions at the end of a shift, each safe to repeat. */
export const createHandler =
  (deps: Deps) =>
  async ({ action, releaseId, phase, analyst }: z.output<typeof endShiftContract.input>) => {
    const context = await releaseContext(deps, releaseId, phase.toLowerCase());
    return action === 'STOP' ? stop(deps, context, phase) : verifyWithAnalyst(deps, context, phase, analyst);
  };
