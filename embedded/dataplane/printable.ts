/** Text from a process for people: ANSI sequences and control characters out, at most `max` last characters. */
export function printable(text: string, max: number): string {
  const plain = text
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
  return plain.length > max ? plain.slice(-max) : plain;
}

/** The last `count` lines of a process's output, for an error message. */
export function lastLines(text: string, count = 20): string {
  return printable(text, 4000).trimEnd().split('\n').slice(-count).join('\n');
}
