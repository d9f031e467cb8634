import type { Command } from 'commander';
import * as z from 'zod';
import { replay } from '../core/canary/replay.ts';
import { judgeConfigSchema } from '../core/contracts/analysis.ts';
import { configProblems } from '../core/contracts/config-error.ts';
import { InvalidInput } from '../core/contracts/errors.ts';
import { bucketSchema, historySchema } from '../core/contracts/measurement.ts';
import { examples } from './examples.ts';
import { EXIT } from './exit-codes.ts';
import { json, line } from './print.ts';
import { readJson } from './read-json.ts';

const canarySchema = z.strictObject({
  config: judgeConfigSchema.prefault({}),
  history: historySchema,
  buckets: z.array(bucketSchema).max(100_000),
});
type Canary = z.infer<typeof canarySchema>;

export function registerJudge(program: Command): void {
  program
    .command('judge')
    .description(
      'judge a canary from a file of measurements; prints the analysis as JSON. Exit code 1 unless it is PASS',
    )
    .requiredOption(
      '--data <file>',
      '{config?, history, buckets} or an array of them (one analysis a line); "-" for standard input',
    )
    .option('--json', 'changes nothing: the analysis is always JSON')
    .addHelpText(
      'after',
      examples({
        'interlock judge --data examples/canary.json': '',
        'interlock judge --data - < several.json': 'an array: exit code 0 only if all PASS',
      }),
    )
    .action((options: { data: string }) => {
      const input = readJson(options.data, '--data');
      const several = Array.isArray(input);
      const schema: z.ZodType<Canary | Canary[]> = several ? z.array(canarySchema) : canarySchema;
      const parsed = schema.safeParse(input);
      if (!parsed.success)
        throw new InvalidInput(
          `--data: ${options.data} is not valid:\n  ${configProblems(parsed.error, input).join('\n  ')}`,
        );
      const analyses = (Array.isArray(parsed.data) ? parsed.data : [parsed.data]).map(
        ({ config, history, buckets }) => replay(config, history, buckets).analysis,
      );
      if (several) analyses.forEach((a) => line(JSON.stringify(a)));
      else json(analyses[0]);
      if (!analyses.every((a) => a.verdict === 'PASS')) process.exitCode = EXIT.NO;
    });
}
