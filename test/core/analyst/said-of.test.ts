import { describe, expect, it } from '@jest/globals';
import { saidOf } from '../../../core/analyst/said-of.ts';

const good = { healthy: true, regressions: [] as string[], reasoning: 'No worse in any figure.' };
const say = (text: string, over: object = {}) =>
  saidOf({ kind: 'ANSWER', text, model: 'some-model', inputTokens: 900, outputTokens: 80, ...over }, 4);
const usage = { inputTokens: 900, outputTokens: 80, seconds: 4 };

describe("the analyst's answer is read strictly (000-24)", () => {
  it('one JSON object of the schema, alone or in one fence', () => {
    const said = { kind: 'ANSWER', ...good, model: 'some-model', usage };
    expect(say(JSON.stringify(good))).toEqual(said);
    expect(say(`\`\`\`json\n${JSON.stringify(good, null, 2)}\n\`\`\`\n`)).toEqual(said);
  });

  it.each<[string, string, RegExp]>([
    ['nothing', '', /not one JSON object/],
    ['no JSON', 'The canary looks healthy to me.', /not one JSON object/],
    ['JSON with words around it', `Here it is: ${JSON.stringify(good)}`, /not one JSON object/],
    ['a list', JSON.stringify([good]), /does not fit the schema: object/],
    ['a field more', JSON.stringify({ ...good, proceed: true }), /does not fit the schema/],
    ['a field less', JSON.stringify({ healthy: true, reasoning: '' }), /regressions/],
    ['healthy as a word', JSON.stringify({ ...good, healthy: 'true' }), /healthy, invalid_type/],
    ['a reasoning without end', JSON.stringify({ ...good, reasoning: 'x'.repeat(2001) }), /reasoning, too_big/],
    ['too many regressions', JSON.stringify({ ...good, regressions: Array(21).fill('r') }), /regressions, too_big/],
    ['more than anybody reads', `"${'x'.repeat(70_000)}"`, /bytes, more than/],
  ])('%s is no answer, was billed, and is not repeated in what is said of it', (_, text, why) => {
    const said = say(text);
    expect(said).toEqual({ kind: 'UNAVAILABLE', why: expect.stringMatching(why), usage });
    expect(JSON.stringify(said)).not.toContain('looks healthy');
  });

  it('a version of which it names a regression is not one that it calls healthy', () => {
    expect(say(JSON.stringify({ ...good, regressions: ['p99 doubled'] }))).toMatchObject({ healthy: false });
  });

  it('control characters, line ends and marks that reorder text become spaces', () => {
    const said = say(
      JSON.stringify({ healthy: false, regressions: ['a\u0007b\u202ec'], reasoning: 'one\r\ntwo\u2028three' }),
    );
    expect(said).toMatchObject({ regressions: ['a b c'], reasoning: 'one two three' });
  });

  it('keeps what was billed of a call that failed, and that nobody knows it', () => {
    const billed = { inputTokens: 900, outputTokens: 80 };
    expect(saidOf({ kind: 'UNAVAILABLE', why: 'cut off', usage: billed }, 4)).toEqual({
      kind: 'UNAVAILABLE',
      why: 'cut off',
      usage,
    });
    expect(saidOf({ kind: 'UNAVAILABLE', why: 'no answer within 30 s' }, 30)).toMatchObject({ usage: null });
    expect(say(JSON.stringify(good), { inputTokens: -1 })).toMatchObject({ kind: 'UNAVAILABLE', usage: null });
  });
});
