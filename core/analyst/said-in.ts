import { analystSaidSchema, type AnalystSaid } from '../contracts/analyst.ts';

/**
 * Reads what came of asking the analyst, which travelled through the state machine: anything that its step would not say
 * is no answer, and stops nothing.
 */
export function saidIn(value: unknown): AnalystSaid {
  const parsed = analystSaidSchema.safeParse(value);
  return parsed.success
    ? parsed.data
    : { kind: 'UNAVAILABLE', why: 'the step that asks it gave no usable answer', usage: null };
}
