import { type ModelAnswer, modelAnswerSchema } from '../contracts/review-report.ts';
import { objectIn, type ObjectIn } from './object-in.ts';

export type ParsedAnswer = ObjectIn<ModelAnswer>;

/** UTF-8; an answer is kept whole in one audit record, whose payload may have 64 KiB in all. */
const MAX_BYTES = 40 * 1024;

/**
 * Reads a model's answer: one JSON object of the schema, alone or inside one code fence, and nothing else. Anything else
 * is MALFORMED; `why` holds none of the answer's own text.
 */
export function parseAnswer(text: string): ParsedAnswer {
  return objectIn(text, modelAnswerSchema, MAX_BYTES);
}
