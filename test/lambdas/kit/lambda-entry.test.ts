import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { Terminal } from '../../../core/contracts/errors.ts';
import { lambdaEntry } from '../../../lambdas/kit/lambda-entry.ts';
import { readEnv } from '../../../lambdas/kit/read-env.ts';
import { wordsOf } from '../../../lambdas/kit/words-of.ts';

const contract = { input: z.strictObject({ taskToken: z.string() }), output: z.strictObject({ next: z.string() }) };

describe('lambdaEntry', () => {
  it('makes the handler at the first call and keeps it', async () => {
    let made = 0;
    const entry = lambdaEntry(
      's',
      contract,
      () => ((made += 1), async () => ({ next: 'GO' })),
      () => {},
    );
    expect(made).toBe(0);
    await entry({ taskToken: 'a' });
    await expect(entry({ taskToken: 'b' })).resolves.toEqual({ next: 'GO' });
    expect(made).toBe(1);
  });

  it('a making that failed is an error with a name, and is tried again', async () => {
    let made = 0;
    const entry = lambdaEntry(
      's',
      contract,
      () => {
        made += 1;
        if (made === 1) throw new Terminal('environment: A missing');
        return async () => ({ next: 'GO' });
      },
      () => {},
    );
    await expect(entry({ taskToken: 'a' })).rejects.toMatchObject({ name: 'Terminal' });
    await expect(entry({ taskToken: 'a' })).resolves.toEqual({ next: 'GO' });
  });

  it('input that is not as it should be makes nothing', async () => {
    const entry = lambdaEntry('s', contract, () => { throw new Error('made'); }, () => {}); // prettier-ignore
    await expect(entry({})).rejects.toMatchObject({ name: 'InvalidInput' });
  });

  it('logs lines of JSON with the words of the answer and nothing of the payload', async () => {
    const lines: string[] = [];
    const entry = lambdaEntry(
      's',
      contract,
      () => async () => ({ next: 'ROLL_OUT' }),
      (line) => void lines.push(line),
    );
    await entry({ taskToken: 'secret-token' });
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ message: 'step', step: 's', status: 'done' }),
      expect.objectContaining({ message: 'answer', step: 's', next: 'ROLL_OUT' }),
    ]);
    expect(lines.join('')).not.toContain('secret-token');
  });
});

describe('wordsOf', () => {
  it.each([
    [
      { next: 'CLOSE', result: 'ROLLBACK_FAILED', more: 'X' },
      { next: 'CLOSE', result: 'ROLLBACK_FAILED' },
    ],
    [{ outcome: 'DEPLOYED' }, { outcome: 'DEPLOYED' }],
    [
      { status: 'UNAVAILABLE', budget: 'EXHAUSTED' },
      { status: 'UNAVAILABLE', budget: 'EXHAUSTED' },
    ],
    [{ closed: ['rel-1', 'rel-2'] }, { closed: 2 }],
    [{ next: 'not a word', status: 7 }, {}],
    [null, {}],
    ['text', {}],
  ])('%j: %j', (answer, words) => {
    expect(wordsOf(answer)).toEqual(words);
  });
});

describe('readEnv', () => {
  const schema = z.object({ TABLE: z.string().min(1), URL: z.url() });
  it('gives what is there', () => {
    expect(readEnv(schema, { TABLE: 't', URL: 'https://x.example' })).toEqual({ TABLE: 't', URL: 'https://x.example' });
  });
  it('names what is missing or wrong and no value', () => {
    const read = () => readEnv(schema, { URL: 'not-a-url-but-secret' });
    expect(read).toThrow('environment: TABLE, URL missing or not as expected');
    expect(read).not.toThrow(/secret/);
  });
});
