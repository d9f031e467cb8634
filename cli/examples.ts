/** The end of a command's help: what to type for what, one under the other. */
export function examples(lines: Readonly<Record<string, string>>): string {
  const width = Math.max(...Object.keys(lines).map((command) => command.length));
  const shown = Object.entries(lines).map(([command, what]) => `  ${command.padEnd(width)}  ${what}`.trimEnd());
  return `\nExamples:\n${shown.join('\n')}`;
}
