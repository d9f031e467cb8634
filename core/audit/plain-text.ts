/** Text from a file that nobody vouches for, made fit for a terminal: at most `max` characters, no control or format characters. */
export function plainText(text: string, max = 60): string {
  return text
    .slice(0, max)
    .toWellFormed()
    .replace(/\p{C}/gu, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}
