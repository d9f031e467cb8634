import { describe, expect, it } from '@jest/globals';
import type { Reason } from '../../../core/contracts/reason.ts';
import { askingReasons } from '../../../core/report/reason-parts.ts';
import { reasonsAsHtml } from '../../../core/report/reasons-as-html.ts';
import { reasonsAsMarkdown } from '../../../core/report/reasons-as-markdown.ts';
import { reasonsAsText } from '../../../core/report/reasons-as-text.ts';
import { someReasons } from '../../support/page-view-builder.ts';

const hostile: Reason = {
  rule: 'gate\u001b[31m <b>',
  status: 'REJECT',
  observed: '<script>alert(1)</script> "q" [x](http://evil.test) @everyone #1\nsecond line\u202e',
  required: `\`${'y'.repeat(3000)}`,
  children: [],
};

describe('one tree, three renderings', () => {
  it('as text, with marks and indentation', () => {
    expect(reasonsAsText(someReasons())).toBe(
      [
        '? decision: a person is asked [asks for a person]',
        '  ✓ gates: 4 of 4 passed',
        '      required: all passed',
        '  · review: risk score 4.5',
        '      required: below 7',
        '  ? triggers: 2 rules ask for a person [asks for a person]',
        '      required: none',
        '    ? first-time-resolution: nobody has solved this kind of issue before [asks for a person]',
        '        required: at least 1 resolution',
        '    ? schema-change: migrations/002_add_currency.sql [asks for a person]',
        '        required: no schema change',
        '    ✓ many-files: 6 files',
        '        required: at most 10',
        '  ? confidence: 0.60 [asks for a person]',
        '      required: at least 0.90 without a person',
      ].join('\n'),
    );
  });

  it('every node is in every rendering', () => {
    const all = (reason: Reason): string[] => [reason.rule, ...reason.children.flatMap(all)];
    const rules = all(someReasons());
    const plain = (text: string) => text.replaceAll('\\', '');
    for (const text of [reasonsAsText(someReasons()), reasonsAsMarkdown(someReasons()), reasonsAsHtml(someReasons())])
      for (const rule of rules) expect(plain(text)).toContain(rule);
  });

  it('colour only where it is asked for', () => {
    expect(reasonsAsText(someReasons())).not.toContain('\u001b');
    expect(reasonsAsText(someReasons(), { colour: true })).toContain('\u001b[33m? decision\u001b[0m');
  });

  it('hostile text stays one harmless line of text', () => {
    const text = reasonsAsText(hostile);
    expect(text).toMatch(/^✗ gate \[31m <b>: <script>.*second line \[rejects\]\n {4}required: `y{498}…$/);
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });

  it('hostile text is escaped in HTML', () => {
    const html = reasonsAsHtml(hostile);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;q&quot;');
    expect(html).not.toMatch(/<script|<b>/);
  });

  it('hostile text neither marks up, mentions nor links in Markdown', () => {
    const markdown = reasonsAsMarkdown(hostile);
    expect(markdown.split('\n')).toHaveLength(1);
    expect(markdown).toContain('&lt;script&gt;');
    expect(markdown).toContain('\\[x\\]\\(http://\u200b');
    expect(markdown).toContain('@\u200beveryone');
    expect(markdown).toContain('\\#\u200b1');
    expect(markdown).not.toMatch(/(^|[^\\])`/);
  });
});

it('the innermost reasons that ask are why a person is asked', () => {
  expect(askingReasons(someReasons()).map(({ rule }) => rule)).toEqual([
    'first-time-resolution',
    'schema-change',
    'confidence',
  ]);
});
