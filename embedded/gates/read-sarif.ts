import * as z from 'zod';
import { withinCheckout } from './report.ts';
import type { Report, ReportFinding } from './report.ts';

const levelSchema = z.enum(['none', 'note', 'warning', 'error']);
const ruleSchema = z.looseObject({
  id: z.string().optional(),
  defaultConfiguration: z.looseObject({ level: levelSchema.optional() }).optional(),
});
const resultSchema = z.looseObject({
  ruleId: z.string().optional(),
  ruleIndex: z.int().optional(),
  level: levelSchema.optional(),
  kind: z.string().optional(),
  message: z.looseObject({ text: z.string().optional(), id: z.string().optional() }),
  suppressions: z.array(z.looseObject({ status: z.string().optional() })).optional(),
  locations: z
    .array(
      z.looseObject({
        physicalLocation: z
          .looseObject({
            artifactLocation: z.looseObject({ uri: z.string().optional() }).optional(),
            region: z.looseObject({ startLine: z.int().optional() }).optional(),
          })
          .optional(),
      }),
    )
    .optional(),
});
/** The parts of SARIF 2.1.0 that decide. */
const sarifSchema = z.looseObject({
  version: z.string().startsWith('2.1'),
  runs: z
    .array(
      z.looseObject({
        tool: z.looseObject({ driver: z.looseObject({ name: z.string(), rules: z.array(ruleSchema).optional() }) }),
        invocations: z.array(z.looseObject({ executionSuccessful: z.boolean() })).optional(),
        // Absent or null means that the tool did not look, not that it found nothing (SARIF 2.1.0, 3.14.23).
        results: z.array(resultSchema),
      }),
    )
    .min(1),
});
type Run = z.infer<typeof sarifSchema>['runs'][number];
type Result = z.infer<typeof resultSchema>;

/** Reads a SARIF log. Throws with words for people when it is none or its tool says that it did not succeed. */
export function readSarif(text: string, checkout: string): Report {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new Error('the report is not JSON');
  }
  const log = sarifSchema.safeParse(json);
  if (!log.success) throw new Error(`the report is not SARIF 2.1: ${log.error.issues[0]?.path.join('.') || '(file)'}`);
  const { runs } = log.data;
  if (runs.some((run) => run.invocations?.some((i) => !i.executionSuccessful)))
    throw new Error('the report says that its tool did not succeed');
  const findings = runs.flatMap((run) => run.results.flatMap((result) => findingOf(run, result, checkout) ?? []));
  const tools = runs.map((run) => run.tool.driver.name).join(', ');
  return { looked: `${findings.length} results of ${tools.slice(0, 200)}`, findings };
}

function findingOf(run: Run, result: Result, checkout: string): ReportFinding | null {
  // Any other kind (pass, open, informational, notApplicable, review) is not a failure (3.27.9).
  if ((result.kind ?? 'fail') !== 'fail') return null;
  const rules = run.tool.driver.rules ?? [];
  const rule = result.ruleIndex === undefined ? rules.find(({ id }) => id === result.ruleId) : rules[result.ruleIndex];
  const level = result.level ?? rule?.defaultConfiguration?.level ?? 'warning';
  const accepted = result.suppressions?.some(({ status }) => (status ?? 'accepted') === 'accepted') ?? false;
  const place = result.locations?.[0]?.physicalLocation;
  const file = withinCheckout(decoded(place?.artifactLocation?.uri ?? ''), checkout);
  const line = place?.region?.startLine ?? 0;
  return {
    severity: accepted || level === 'none' ? 'note' : level,
    rule: result.ruleId ?? rule?.id ?? run.tool.driver.name,
    message: `${result.message.text ?? result.message.id ?? 'no message'}${accepted ? ' (suppressed)' : ''}`,
    ...(file === null ? {} : { file, ...(line > 0 ? { line } : {}) }),
  };
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
