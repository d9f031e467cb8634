/**
 * Titles, names and output of others, made harmless before they are shown: no control characters, no invisible or
 * direction-changing ones (they make text read as what it is not), at most `max` UTF-16 units, a cut shown by "…".
 * Escaping for a format comes after this.
 */
export function safeLine(text: string, max = 500): string {
  return cut(
    withoutFormat(text)
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .trim(),
    max,
  );
}

/** The same, keeping line breaks and tabs. */
export function safeBlock(text: string, max = 4000): string {
  const lines = withoutFormat(text.replace(/\r\n?|[\p{Zl}\p{Zp}]/gu, '\n')).replace(/[^\P{Cc}\n\t]/gu, ' ');
  return cut(lines.replace(/\n{3,}/g, '\n\n').trim(), max);
}

function withoutFormat(text: string): string {
  return text.toWellFormed().replace(/\p{Cf}/gu, '');
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
