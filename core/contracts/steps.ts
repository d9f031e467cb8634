import * as z from 'zod';
import { analystQuestionSchema } from './analyst-question.ts';
import { analystSaidSchema } from './analyst.ts';
import { budgetLevelSchema } from './budget.ts';
import { changeSubmittedSchema } from './change-submitted.ts';
import { holdAnswerSchema } from './hold.ts';
import { instantSchema, releaseIdSchema } from './ids.ts';
import { outcomeSchema } from './outcome.ts';
import { phaseSchema, shiftDecisionSchema, shiftResultSchema } from './shift.ts';
import { verdictSchema } from './verdict.ts';

/**
 * What each step takes and gives, as it travels through the state machines. States carry the release id and single
 * words; everything larger lies in the stores behind the ports under that id.
 */
const releaseOnly = z.strictObject({ releaseId: releaseIdSchema });
const taskToken = z.string().min(1).max(2048);
const step = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

export const intakeContract = step(
  z.unknown(),
  z.strictObject({ releaseId: releaseIdSchema, accepted: z.literal(true) }),
);

export const startReleaseContract = step(
  changeSubmittedSchema,
  z.strictObject({ releaseId: releaseIdSchema, started: z.boolean() }),
);

export const openReleaseContract = step(
  z.strictObject({ releaseId: releaseIdSchema, event: changeSubmittedSchema }),
  z.strictObject({ next: z.enum(['COLLECT', 'CLOSE']) }),
);

export const reviewChangeContract = step(
  releaseOnly,
  z.strictObject({ status: z.enum(['REVIEWED', 'PARTIAL', 'UNAVAILABLE']), budget: budgetLevelSchema }),
);

/** Answers its task token with `gateRunAnswer` when the run has ended; returns at once. */
export const runGatesContract = step(z.strictObject({ releaseId: releaseIdSchema, taskToken }), z.strictObject({}));
export const gateRunAnswer = z.strictObject({ status: z.enum(['PASSED', 'FAILED', 'CANCELLED']) });

export const decideContract = step(releaseOnly, z.strictObject({ next: verdictSchema.shape.next }));

export const takeLockContract = step(releaseOnly, z.strictObject({ next: z.enum(['ACQUIRED', 'WAIT', 'CLOSE']) }));

const watchState = z.record(z.string(), z.unknown());
/** Seconds until a shift is looked at (again), from core/canary/next-look.ts. */
const waitSeconds = z.int().min(1).max(120);
/** A shift has not been watched yet when it starts: null, from which the first observation begins. */
export const startShiftContract = step(
  z.strictObject({ releaseId: releaseIdSchema, phase: phaseSchema }),
  z.discriminatedUnion('next', [
    z.strictObject({ next: z.literal('OBSERVE'), watch: z.null(), waitSeconds }),
    z.strictObject({ next: z.literal('REFUSED') }),
  ]),
);

export const observeShiftContract = step(
  z.strictObject({ releaseId: releaseIdSchema, phase: phaseSchema, watch: watchState.nullable() }),
  z.strictObject({ next: shiftDecisionSchema, watch: watchState, waitSeconds }),
);

/**
 * Asks a model and does nothing else. It may read no store and no settings, so all that it needs is in the call: figures,
 * and how long and how much it may answer.
 */
export const analyseShiftContract = step(
  z.strictObject({
    question: analystQuestionSchema,
    maxTokens: z.int().min(1).max(20_000),
    timeoutSeconds: z.int().min(1).max(130),
  }),
  analystSaidSchema,
);
export type AnalystCall = z.infer<typeof analyseShiftContract.input>;

const verified = { action: z.literal('VERIFY'), result: shiftResultSchema };
/**
 * `analyst`: what came of asking the analyst, whatever it is; `{"kind": "NOT_ASKED"}` while nobody has asked, and only
 * then ANALYSE may be answered. An execution of a definition that knows no analyst sends nothing.
 */
export const endShiftContract = step(
  z.strictObject({
    action: z.enum(['STOP', 'VERIFY']),
    releaseId: releaseIdSchema,
    phase: phaseSchema,
    analyst: z.unknown().optional(),
  }),
  z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('STOP'), next: z.enum(['VERIFY', 'WAIT']) }),
    z.discriminatedUnion('next', [
      z.strictObject({ ...verified, next: z.enum(['PROCEED', 'CLOSE', 'WAIT']) }),
      z.strictObject({ ...verified, next: z.literal('ANALYSE'), ask: analyseShiftContract.input }),
    ]),
  ]),
);

/** Output of the traffic-shift machine to its parent. Only PROCEED leads on. */
export const shiftOutputSchema = z.strictObject({ next: z.enum(['PROCEED', 'CLOSE']), result: shiftResultSchema });

/** Opens the hold that the verdict asks for and returns; the hold's end answers the task token with `holdAnswer`. */
export const openHoldContract = step(
  z.strictObject({ releaseId: releaseIdSchema, gate: z.enum(['APPROVAL', 'TIME_LOCK']), taskToken }),
  z.strictObject({}),
);
export const holdAnswerWord = z.strictObject({
  next: z.enum(['TIME_LOCK', 'PERMIT', 'CLOSE']),
  answer: holdAnswerSchema,
});

export const issuePermitContract = step(releaseOnly, z.strictObject({ next: z.enum(['ROLL_OUT', 'CLOSE']) }));

/** `fault` is the name of the error that a Catch brought here, if one did. */
export const closeReleaseContract = step(
  z.strictObject({ releaseId: releaseIdSchema, fault: z.string().max(1000).optional() }),
  z.strictObject({ outcome: outcomeSchema }),
);

export const janitorContract = step(
  z.strictObject({ at: instantSchema.optional() }),
  z.strictObject({ closed: z.array(releaseIdSchema) }),
);
