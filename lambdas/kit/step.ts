import middy from '@middy/core';
import * as z from 'zod';
import { InvalidInput, Terminal, Transient } from '../../core/contracts/errors.ts';
import type { Logger } from './logger.ts';

/** A step as its home calls it: raw payload in, parsed answer out, or one of the three error names. */
export type Step = (payload: unknown) => Promise<unknown>;

type Contract<I extends z.ZodType, O extends z.ZodType> = { readonly input: I; readonly output: O };

/**
 * The one middleware stack of every step: parse what comes in, parse what goes out, name every error, log the call.
 * Payloads are never logged: they may hold task tokens.
 */
export function step<I extends z.ZodType, O extends z.ZodType>(
  name: string,
  contract: Contract<I, O>,
  handler: (input: z.output<I>) => Promise<z.input<O>>,
  logger: Logger,
): Step {
  const calls = new WeakMap<object, Call>();
  const stack = middy<unknown, unknown>()
    .use({
      before: (request) => {
        calls.set(request, { startedAt: performance.now() });
        request.event = parse(contract.input, request.event, `input of ${name}`);
      },
      after: (request) => {
        request.response = parse(contract.output, request.response, `output of ${name}`);
        logger.info('step', { step: name, ms: elapsed(calls.get(request)), status: 'done' });
      },
      onError: (request) => {
        request.error = named(request.error);
        logger.error('step', {
          step: name,
          ms: elapsed(calls.get(request)),
          status: request.error?.name ?? 'unknown',
          message: bounded(request.error?.message ?? ''),
        });
      },
    })
    .handler((event: unknown) => handler(event as z.output<I>));
  return (payload) => stack(payload, {} as never);
}

type Call = { readonly startedAt: number };
const elapsed = (call: Call | undefined) => (call === undefined ? 0 : Math.round(performance.now() - call.startedAt));

function parse<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, 5).map((i) => `${i.path.join('.') || '(whole)'}: ${i.message}`);
  throw new InvalidInput(bounded(`${what}: ${problems.join('; ')}`));
}

/** An unknown key is named in full, and its name comes from outside. */
const bounded = (message: string) => message.slice(0, 2000).toWellFormed();

function named(error: unknown): Error {
  if (error instanceof InvalidInput || error instanceof Transient || error instanceof Terminal) return error;
  if (error instanceof z.ZodError) return new InvalidInput(z.prettifyError(error), { cause: error });
  return new Terminal(error instanceof Error ? error.message : String(error), { cause: error });
}
