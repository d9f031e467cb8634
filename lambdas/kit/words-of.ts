/** What a step's answer may say in a log: closed words and counts, never a payload. */
const WORD = /^[A-Z][A-Z_]{0,30}$/;
const FIELDS = ['next', 'result', 'outcome', 'status', 'budget'] as const;

export function wordsOf(answer: unknown): Readonly<Record<string, string | number>> {
  if (typeof answer !== 'object' || answer === null) return {};
  const fields = answer as Readonly<Record<string, unknown>>;
  const words = FIELDS.flatMap((name): [string, string][] => {
    const value = fields[name];
    return typeof value === 'string' && WORD.test(value) ? [[name, value]] : [];
  });
  const { closed } = fields;
  return { ...Object.fromEntries(words), ...(Array.isArray(closed) ? { closed: closed.length } : {}) };
}
