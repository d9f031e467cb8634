import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { InvalidInput, Terminal, Transient } from '../../../core/contracts/errors.ts';
import { jsonLogger } from '../../../lambdas/kit/logger.ts';
import { step } from '../../../lambdas/kit/step.ts';

const contract = {
  input: z.strictObject({ name: z.string().max(5), list: z.array(z.object({ n: z.number() })).optional() }),
  output: z.strictObject({ ok: z.boolean() }),
};

function mounted(handler: (input: { name: string }) => unknown) {
  const log: string[] = [];
  const logger = jsonLogger(
    (line) => void log.push(line),
    () => 0,
  );
  return { call: step('some-step', contract, handler as never, logger), log };
}

describe('step', () => {
  it('parses what comes in and what goes out, and logs the call without its payload', async () => {
    const { call, log } = mounted(async ({ name }) => ({ ok: name === 'ann' }));
    await expect(call({ name: 'ann' })).resolves.toEqual({ ok: true });
    expect(log).toHaveLength(1);
    expect(JSON.parse(log[0]!)).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      level: 'info',
      message: 'step',
      step: 'some-step',
      ms: expect.any(Number),
      status: 'done',
    });
  });

  it.each([
    ['a wrong type', { name: 7 }, 'input of some-step: name: '],
    ['a nested field', { name: 'ann', list: [{ n: 1 }, { n: 'x' }] }, 'list.1.n: '],
    ['an unknown key', { name: 'ann', approve: true }, '(whole): Unrecognized key: "approve"'],
    ['nothing', undefined, 'input of some-step: '],
    ['no object', 'ann', '(whole): '],
  ])('names the field of %s and does not call the handler', async (_, input, message) => {
    let called = false;
    const { call } = mounted(async () => ({ ok: (called = true) }));
    await expect(call(input)).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining(message),
    });
    expect(called).toBe(false);
  });

  it('names at most five problems and none of the values', async () => {
    const { call, log } = mounted(async () => ({ ok: true }));
    const list = Array.from({ length: 20 }, () => ({ n: 'hunter2-secret' }));
    const failed = await call({ name: 'hunter2-secret', list }).catch((e: Error) => e.message);
    expect(String(failed).split('; ')).toHaveLength(5);
    expect(String(failed) + log.join('')).not.toContain('hunter2');
  });

  it('a message is bounded, whatever the names in the input are', async () => {
    const { call, log } = mounted(async () => ({ ok: true }));
    const failed = await call({ name: 'ann', ['k'.repeat(100_000)]: 1 }).catch((e: Error) => e.message);
    expect(String(failed).length).toBeLessThan(2100);
    expect(log.join('').length).toBeLessThan(3000);
  });

  it('an answer that is not the contract’s is InvalidInput: nothing undocumented goes on', async () => {
    const { call } = mounted(async () => ({ ok: 'yes' }));
    await expect(call({ name: 'ann' })).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('output of some-step: ok'),
    });
  });

  it.each([
    ['InvalidInput', new InvalidInput('wrong'), 'wrong'],
    ['Transient', new Transient('later'), 'later'],
    ['Terminal', new Terminal('never'), 'never'],
    ['Terminal', new TypeError('undefined is not a function'), 'undefined is not a function'],
    ['Terminal', 'a string', 'a string'],
    ['Terminal', undefined, 'undefined'],
    ['InvalidInput', z.string().safeParse(7).error, 'expected string'],
  ])('only three names reach the state machine: %s of %p', async (name, thrown, message) => {
    const { call, log } = mounted(async () => Promise.reject(thrown));
    await expect(call({ name: 'ann' })).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
    expect(JSON.parse(log[0]!)).toMatchObject({ level: 'error', status: name });
  });

  it('a message with line ends and control characters is one line of the log', async () => {
    const { call, log } = mounted(async () => Promise.reject(new Terminal('a\n{"level":"info"}\u001b[2J\u0000')));
    await expect(call({ name: 'ann' })).rejects.toBeInstanceOf(Terminal);
    expect(log).toHaveLength(1);
    expect(log[0]).toMatch(/^[^\u0000-\u001f]*\n$/);
  });

  it('calls at once do not see each other', async () => {
    const { call } = mounted(async ({ name }) => {
      await new Promise((resolve) => setTimeout(resolve, name === 'a' ? 5 : 1));
      return { ok: name === 'a' };
    });
    await expect(Promise.all([call({ name: 'a' }), call({ name: 'b' })])).resolves.toEqual([
      { ok: true },
      { ok: false },
    ]);
  });
});
