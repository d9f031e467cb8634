/**
 * Text from outside as one line that is safe to show and to log: control characters, line separators and the
 * characters that turn the writing direction become `\u{hex}`; cut to `max` UTF-16 units.
 */
export function printable(text: string, max: number): string {
  const escaped = text
    .slice(0, max)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
  return escaped.length > max || text.length > max ? `${escaped.slice(0, Math.max(0, max - 3))}...` : escaped;
}
