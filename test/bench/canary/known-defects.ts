import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { MetricRule } from '../../../bench/canary/peers/kayenta-metric.ts';
import { KAYENTA_DEFAULTS } from '../../../bench/canary/peers/kayenta-metric.ts';

const values = z.array(z.number().nullable());
const pair = z.tuple([z.number(), z.number()]);
const caseSchema = z.object({
  id: z.string(),
  source: z.string(),
  kind: z.string(),
  peer: z.string(),
  reporter_expects: z.string(),
  experiment: values.default([]),
  control: values.default([]),
  direction: z.enum(['increase', 'decrease', 'either']).default('either'),
  nan: z.enum(['remove', 'replace']).default('remove'),
  effect: pair.default([1, 1]),
  criticalThr: pair.default([1, 1]),
});
export type KnownDefect = z.infer<typeof caseSchema>;

/** Wrong answers of peers that were reported in public, facts only. */
export const KNOWN_DEFECTS: readonly KnownDefect[] = z
  .object({ cases: z.array(caseSchema) })
  .parse(JSON.parse(readFileSync(new URL('./known-defects.json', import.meta.url), 'utf8'))).cases;

export function defectOf(id: string): KnownDefect {
  const found = KNOWN_DEFECTS.find((one) => one.id === id);
  if (!found) throw new Error(`case: found ${id}; expected one of ${KNOWN_DEFECTS.map((one) => one.id).join(', ')}`);
  return found;
}

export function ruleOf({ direction, nan, effect, criticalThr }: KnownDefect): MetricRule {
  return { ...KAYENTA_DEFAULTS, direction, nan, effect, criticalEffect: criticalThr };
}

/** NaN for what was missing. */
export const numbers = (of: KnownDefect['experiment']): number[] => of.map((value) => value ?? NaN);
