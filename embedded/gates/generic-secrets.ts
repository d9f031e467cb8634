import type { FoundSecret } from './found-secret.ts';

const NAME = String.raw`(?:secret|token|passw(?:or)?d|passphrase|api[-_]?key|access[-_]?key|private[-_]?key|credentials?)[\w-]{0,30}`;
/** A name that says secret, then a quoted value of at least 16 characters. */
const QUOTED = new RegExp(
  NAME + String.raw`["'${'`'}]?\s{0,5}(?::=|=>|[:=])\s{0,5}["'${'`'}]([^\s"'${'`'}]{16,500})["'${'`'}]`,
  'gi',
);
/** The same without quotes, as in .env, ini and YAML files and in what a tool prints: no space before the sign. */
const BARE = new RegExp(NAME + String.raw`(?:=|: {1,4})([A-Za-z0-9+/=_.~-]{16,500})(?=\s|$)`, 'gi');
/** Any private key, also the encrypted and short ones that the preset leaves out. */
const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----[\s\\nr"'+,]{0,40}[A-Za-z0-9+/=]{32,}(?:[\s\\nr"'+,]{1,40}[A-Za-z0-9+/=]{1,100}){0,400}/g;
const PLACEHOLDER =
  /example|changeme|change-me|placeholder|dummy|your[-_]|xxxx|<[^>]*>|\$\{|\{\{|process\.env|os\.environ|\.\.\./i;

/** What the provider rules cannot know: values that look random under a telling name, and private keys. */
export function genericSecrets(text: string): FoundSecret[] {
  const assigned = [QUOTED, BARE].flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const value = match[1] ?? '';
      if (PLACEHOLDER.test(value) || !looksRandom(value)) return [];
      const start = match.index + match[0].lastIndexOf(value);
      return [{ rule: 'generic/assigned-secret', start, end: start + value.length }];
    }),
  );
  const keys = [...text.matchAll(PRIVATE_KEY)].map((match) => ({
    rule: 'generic/private-key',
    start: match.index,
    end: match.index + match[0].length,
  }));
  return [...assigned, ...keys];
}

/**
 * Letters and at least two digits together with at least 3.5 bits of Shannon entropy per character: English identifiers of this
 * length stay near 3, random base64 and hex of 20 characters and more come to 3.5 to 5.
 */
function looksRandom(value: string): boolean {
  if (!/[A-Za-z]/.test(value) || !/\d.*\d/.test(value)) return false;
  const counts = new Map<string, number>();
  for (const c of value) counts.set(c, (counts.get(c) ?? 0) + 1);
  const entropy = [...counts.values()].reduce((sum, n) => sum - (n / value.length) * Math.log2(n / value.length), 0);
  return entropy >= (/^[0-9a-f]+$/i.test(value) ? 3 : 3.5);
}
