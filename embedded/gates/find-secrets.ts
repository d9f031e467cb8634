import { lintSource } from '@secretlint/core';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import type { FoundSecret } from './found-secret.ts';
import { genericSecrets } from './generic-secrets.ts';

/** A comment in the change must not turn the scanner off, so the rule that obeys such comments is left out. */
const RULES = rules
  .filter((rule) => !rule.meta.id.endsWith('filter-comments'))
  .map((rule) => ({
    id: rule.meta.id,
    rule,
    // An account's number is no secret; an access key's id is not harmless.
    ...(rule.meta.id.endsWith('rule-aws')
      ? { options: { enableIDScanRule: true }, allowMessageIds: ['AWSAccountID'] }
      : {}),
  }));

/** Secrets in a text by secretlint's recommended rules and the generic ones, first to last, without overlaps. */
export async function findSecrets(path: string, text: string): Promise<readonly FoundSecret[]> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const { messages } = await lintSource({
    // The rule for key stores would read the file of this name from the disk; no other extension matters to a rule.
    source: { content: text, filePath: name, ext: name.endsWith('.json') ? '.json' : '', contentType: 'text' },
    options: { config: { rules: RULES }, maskSecrets: false },
  });
  const found = messages.flatMap(({ ruleId, messageId, range, data }) =>
    spansOf(text, range, data).map(([start, end]) => ({
      rule: `${ruleId.replace(/^.*secretlint-rule-/, '')}/${messageId.replace(/^.*[>/]/, '')}`,
      start,
      end,
    })),
  );
  const all = [...found, ...genericSecrets(text)].sort((a, b) => a.start - b.start || b.end - a.end);
  return all.reduce<FoundSecret[]>((kept, next) => {
    const last = kept.at(-1);
    if (!last || next.start >= last.end) return [...kept, next];
    return [...kept.slice(0, -1), { ...last, end: Math.max(last.end, next.end) }];
  }, []);
}

/**
 * Some rules (the one for AWS secret keys) report a range that begins at the variable's name and ends within the
 * secret. The message's data holds the secret itself, so it is looked for from there; the range is what is left else.
 */
function spansOf(text: string, [from, to]: readonly [number, number], data: unknown): [number, number][] {
  const values = Object.values((data ?? {}) as Record<string, unknown>).filter(
    (value): value is string => typeof value === 'string' && value.length >= 8,
  );
  const spans = values.flatMap((value): [number, number][] => {
    const at = text.indexOf(value, from);
    return at < 0 || at > to ? [] : [[at, at + value.length]];
  });
  return spans.length > 0 ? spans : [[from, endOfWord(text, to)]];
}

const endOfWord = (text: string, from: number): number => {
  const rest = text.slice(from).search(/[\s"'`]/);
  return rest < 0 ? text.length : from + rest;
};
