import type { z } from 'zod';
import { jsonLogger, type Logger } from './logger.ts';
import { once } from './once.ts';
import { step, type Step } from './step.ts';
import { wordsOf } from './words-of.ts';

type Contract<I extends z.ZodType, O extends z.ZodType> = { readonly input: I; readonly output: O };
type Handler<I extends z.ZodType, O extends z.ZodType> = (input: z.output<I>) => Promise<z.input<O>>;

const toStdout = (line: string) => void process.stdout.write(line);

/**
 * A step as Lambda calls it. The handler and its clients are made at the first call and kept, so that what is wrong
 * with the environment is an error with a name and not a function that does not load. The words that a step answers are
 * logged: metric filters count them (lib/constructs/outcome-metrics.ts). Nothing else of a payload is.
 */
export function lambdaEntry<I extends z.ZodType, O extends z.ZodType>(
  name: string,
  contract: Contract<I, O>,
  make: (logger: Logger) => Handler<I, O> | Promise<Handler<I, O>>,
  write: (line: string) => void = toStdout,
): Step {
  const logger = jsonLogger(write, Date.now);
  const handler = once(async () => make(logger));
  const run = step(name, contract, async (input: z.output<I>) => (await handler())(input), logger);
  return async (payload) => {
    const answer = await run(payload);
    logger.info('answer', { step: name, ...wordsOf(answer) });
    return answer;
  };
}
