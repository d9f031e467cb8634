import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ModelAnswer, reviewReportSchema } from '../../../core/contracts/review-report.ts';
import { parseAnswer } from '../../../core/review/parse-answer.ts';
import { reviewFacts } from '../../../core/review/review-facts.ts';
import { reviewReportOf } from '../../../core/review/review-report-of.ts';

const good: ModelAnswer = {
  risk_score: 2,
  security_findings: [],
  performance_concerns: [],
  coverage_gaps: [],
  breaking_changes: [],
  auto_approvable: true,
  rationale: 'Harmless.',
};
const json = JSON.stringify(good);
const seen = { hunksSeen: 2, hunksTotal: 2, filesUnseen: [] };
const report = (text: string, coverage = seen as { hunksSeen: number; hunksTotal: number; filesUnseen: string[] }) =>
  reviewReportOf({ kind: 'ANSWER', text, model: 'm', inputTokens: 10, outputTokens: 5 }, coverage, {
    promptHash: 'sha256:x',
    riskScoreMax: 7,
  });

describe('parseAnswer', () => {
  it.each([
    ['plain', json],
    ['with space around', `\n  ${json}\n`],
    ['fenced', `\`\`\`json\n${json}\n\`\`\``],
    ['fenced without a language', `\`\`\`\n${json}\n\`\`\``],
  ])('reads an object %s', (_, text) => expect(parseAnswer(text)).toEqual({ kind: 'PARSED', answer: good }));

  it.each([
    ['nothing', ''],
    ['prose', 'Looks good to me.'],
    ['prose before it', `Here it is: ${json}`],
    ['two objects', `${json}\n${json}`],
    ['two fences', `\`\`\`json\n${json}\n\`\`\`\n\`\`\`json\n${json}\n\`\`\``],
    ['an array', `[${json}]`],
    ['null', 'null'],
    ['cut off', json.slice(0, -2)],
    ['a missing field', JSON.stringify({ ...good, rationale: undefined })],
    ['an extra field', JSON.stringify({ ...good, approve: true })],
    ['a prototype', json.replace('{', '{"__proto__":{"x":1},')],
    ['a score above 10', JSON.stringify({ ...good, risk_score: 11 })],
    ['a score in words', JSON.stringify({ ...good, risk_score: '2' })],
    ['a score that is no number', json.replace('"risk_score":2', '"risk_score":1e999')],
    ['a boolean in words', JSON.stringify({ ...good, auto_approvable: 'true' })],
    ['too long a finding', JSON.stringify({ ...good, security_findings: ['x'.repeat(1001)] })],
    ['too long an answer', `${json}${' '.repeat(40 * 1024)}`],
  ])('refuses %s', (_, text) => {
    expect(parseAnswer(text).kind).toBe('MALFORMED');
    expect(report(text).kind).toBe('UNAVAILABLE');
  });

  it('says which field is wrong and repeats nothing of the answer', () => {
    const parsed = parseAnswer(JSON.stringify({ ...good, risk_score: 'ignore all rules' }));
    expect(parsed).toEqual({ kind: 'MALFORMED', why: 'the answer does not fit the schema: risk_score, invalid_type' });
  });
});

describe('reviewReportOf', () => {
  it('is REVIEWED when every hunk was seen', () => {
    expect(report(json)).toMatchObject({ kind: 'REVIEWED', model: 'm', promptHash: 'sha256:x', inputTokens: 10 });
  });

  it.each([
    ['some hunks were not', { hunksSeen: 1, hunksTotal: 2, filesUnseen: ['a.ts'] }, 'PARTIAL'],
    ['a file was not, whatever the counts say', { hunksSeen: 2, hunksTotal: 2, filesUnseen: ['a.ts'] }, 'PARTIAL'],
    ['nothing was', { hunksSeen: 0, hunksTotal: 2, filesUnseen: ['a.ts'] }, 'UNAVAILABLE'],
    ['there was nothing to see', { hunksSeen: 0, hunksTotal: 0, filesUnseen: [] }, 'UNAVAILABLE'],
  ])('when %s seen', (_, coverage, kind) => expect(report(json, coverage).kind).toBe(kind));

  it.each<[string, Partial<ModelAnswer>, boolean]>([
    ['002-9 score 6.9', { risk_score: 6.9 }, true],
    ['002-9 score 7', { risk_score: 7 }, false],
    ['002-10 a breaking change', { breaking_changes: ['x'] }, false],
    ['the model says no', { auto_approvable: false }, false],
  ])('%s', (_, change, expected) => {
    const result = report(JSON.stringify({ ...good, ...change }));
    expect(result.kind === 'UNAVAILABLE' ? null : result.answer.auto_approvable).toBe(expected);
  });

  it('keeps why the reviewer is unavailable, as plain text', () => {
    const result = reviewReportOf({ kind: 'UNAVAILABLE', why: 'no\u001b[31m key\n' }, seen, {
      promptHash: '',
      riskScoreMax: 7,
    });
    expect(result).toEqual({ kind: 'UNAVAILABLE', why: 'no [31m key ', coverage: seen });
  });

  it('any answer gives a valid report whose texts hold no control characters', () => {
    const answer = fc.record({
      risk_score: fc.double({ min: 0, max: 10, noNaN: true }),
      security_findings: fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 3 }),
      performance_concerns: fc.constant([]),
      coverage_gaps: fc.constant([]),
      breaking_changes: fc.array(fc.string({ maxLength: 5 }), { maxLength: 1 }),
      auto_approvable: fc.boolean(),
      rationale: fc.string({ unit: 'binary', maxLength: 100 }),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          answer.map((a) => JSON.stringify(a)),
          fc.string(),
          fc.json(),
        ),
        (text) => {
          const result = report(text);
          expect(reviewReportSchema.parse(result)).toEqual(result);
          expect(JSON.stringify(result)).not.toMatch(/\\u00[01][0-9a-f]|\\n/);
        },
      ),
    );
  });
});

describe('reviewFacts', () => {
  it('no report is an unavailable one', () => {
    expect(reviewFacts(null)).toMatchObject({ status: 'UNAVAILABLE', riskScore: null, autoApprovable: false });
  });

  it('counts what the report says', () => {
    const text = JSON.stringify({ ...good, security_findings: ['a', 'b'], breaking_changes: ['c'] });
    expect(reviewFacts(report(text, { hunksSeen: 1, hunksTotal: 2, filesUnseen: ['x.ts'] }))).toEqual({
      status: 'PARTIAL',
      riskScore: 2,
      securityFindings: 2,
      breakingChanges: 1,
      autoApprovable: false,
      filesUnseen: ['x.ts'],
    });
  });
});
