import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Control } from '../../docs/fmea/control.ts';
import { controls } from '../../docs/fmea/controls.ts';
import { fmeaDocument } from '../../docs/fmea/document.ts';
import { failures } from '../../docs/fmea/failures.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const policies = readdirSync(new URL('../../policies', import.meta.url))
  .filter((file) => file.endsWith('.cedar'))
  .flatMap((file) => [...read(`policies/${file}`).matchAll(/@id\("([^"]+)"\)/g)].map(([, id]) => id));
const all = Object.entries(controls) as [string, Control][];

describe('the failure modes name what is there', () => {
  it.each(all)('%s: its source, its proof and its policies exist', (_, { source, proof, policies: ids = [] }) => {
    expect(read(source[0])).toMatch(new RegExp(`(^|[^\\w-])${source[1]}([^\\w-]|$)`, 'm'));
    expect(proof[0]).toMatch(/^test\/.*\.ts$/);
    // A title, and not any words of the file.
    expect(titlesOf(read(proof[0])).some((title) => title.includes(proof[1]))).toBe(true);
    for (const id of ids) expect(policies).toContain(id);
  });

  it('every control stands against something, and every failure has one', () => {
    const used = new Set(failures.flatMap((failure) => failure.controls));
    expect([...used].sort()).toEqual(Object.keys(controls).sort());
    for (const failure of failures) expect(failure.controls.length).toBeGreaterThan(1);
  });

  it('the five rows of the source have its residual risk (000-39 to 000-43)', () => {
    expect(failures.flatMap(({ from, residual }) => (from === null ? [] : [[from, residual]]))).toEqual([
      ['000-39', 'Medium'],
      ['000-40', 'Low'],
      ['000-41', 'Low'],
      ['000-42', 'Very low'],
      ['000-43', 'Medium'],
    ]);
  });

  it('fmea.md is what the list says (npm run docs)', () => {
    expect(read('docs/fmea.md')).toBe(fmeaDocument());
  });
});

/** Quoted texts that follow `it(`, `describe(` or the table of an `each`, or stand in such a table. */
function titlesOf(source: string): string[] {
  return [...source.matchAll(/(?:^\s*|\(|\[)(?:'((?:[^'\\\n]|\\.)+)'|`([^`]+)`|"([^"\n]+)")/gm)].map(
    ([, single, template, double]) => single ?? template ?? double ?? '',
  );
}
