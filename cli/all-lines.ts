/** All that a sequence of lines gives, in its order. */
export async function allLines(lines: AsyncIterable<string>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}
