import type { z } from 'zod';
import { assertNever } from '../../core/contracts/errors.ts';
import type { shiftTrafficContract } from '../../core/contracts/steps.ts';
import { releaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';
import { observe } from './observe.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { verify } from './verify.ts';

/** The four actions of a shift, each safe to repeat. */
export const createHandler = (deps: Deps) => async (input: z.output<typeof shiftTrafficContract.input>) => {
  const { phase } = input;
  const context = await releaseContext(deps, input.releaseId, phase.toLowerCase());
  switch (input.action) {
    case 'START':
      return start(deps, context, phase);
    case 'OBSERVE':
      return observe(deps, context, phase, input.watch);
    case 'STOP':
      return stop(deps, context, phase);
    case 'VERIFY':
      return verify(deps, context, phase);
    default:
      return assertNever(input);
  }
};
