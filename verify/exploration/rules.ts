import { whenAsked } from '../../core/analyst/when-asked.ts';
import { withCaution } from '../../core/analyst/with-caution.ts';
import { aftermath } from '../../core/canary/aftermath.ts';
import { decideShift } from '../../core/canary/decide-shift.ts';
import { mayReturn } from '../../core/canary/may-return.ts';
import { startRefusal } from '../../core/canary/start-refusal.ts';
import { answerHold } from '../../core/hold/answer-hold.ts';
import { holdFor } from '../../core/hold/hold-for.ts';
import { nextAfterHold } from '../../core/hold/next-after-hold.ts';
import { admission } from '../../core/lock/admission.ts';
import { lock } from '../../core/lock/lock.ts';
import { outcomeOf } from '../../core/release/outcome-of.ts';
import { permitCheck } from '../../core/release/permit-check.ts';
import type { VerdictKind } from './verdict-kinds.ts';
import type { World } from './world.ts';

/** The rules of the core that the steps ask. The exploration calls these and has none of its own; a test may plant others. */
export const coreRules = {
  ...{ admission, aftermath, answerHold, decideShift, holdFor, lock, nextAfterHold, outcomeOf, permitCheck },
  ...{ mayReturn, startRefusal, whenAsked, withCaution },
};
/** `verdictKinds`: what `decide` of the core says somewhere on the grid of facts. */
export type Rules = typeof coreRules & { readonly verdictKinds: readonly VerdictKind[] };

/** One way a step may go: its word, or null when it throws; and the world after what it did. */
export type Reply = { readonly word: string | null; readonly world: World };
export type Step = (world: World, i: number, rules: Rules) => readonly Reply[];
