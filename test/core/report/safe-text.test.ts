import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { escapeHtml, htmlLine } from '../../../core/report/escape-html.ts';
import { formatDuration, formatInstant } from '../../../core/report/format-time.ts';
import { safeBlock, safeLine } from '../../../core/report/safe-text.ts';

describe('text of others', () => {
  it('never keeps a control, invisible or direction-changing character, nor more than was allowed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.integer({ min: 2, max: 60 }), (text, max) => {
        const line = safeLine(text, max);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(line.length).toBeLessThanOrEqual(max);
        expect(line.isWellFormed()).toBe(true);
        const block = safeBlock(text, max);
        expect(block.replace(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(block.length).toBeLessThanOrEqual(max);
        expect(htmlLine(text)).not.toMatch(/[<>"']/);
      }),
    );
  });

  it('is cut visibly and never in the middle of a character', () => {
    expect(safeLine('abcdef', 4)).toBe('abc…');
    expect(safeLine('ab😀cd', 4)).toBe('ab…');
  });

  it('keeps its lines where lines are wanted', () => {
    expect(safeBlock('a\r\n\tb\u0007\n\n\n\nc')).toBe('a\n\tb \n\nc');
    expect(safeLine('a\r\nb')).toBe('a b');
  });

  it('is escaped completely', () => {
    expect(escapeHtml(`<a href="x" title='y'>&`)).toBe('&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;');
  });
});

describe('times', () => {
  it.each([
    [0, '0 s'],
    [40, '40 s'],
    [900, '15 min'],
    [3900, '1 h 5 min'],
    [86_400, '1 d'],
    [97_200, '1 d 3 h'],
    [-5, '0 s'],
    [86_401, '1 d'],
  ])('%d s reads %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('an instant is told in UTC, and not guessed', () => {
    expect(formatInstant('2026-01-05T09:07:59.000Z')).toBe('5 Jan 2026, 09:07 UTC');
    expect(formatInstant('soon')).toBe('unknown time');
  });
});
