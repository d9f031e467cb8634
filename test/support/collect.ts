/** All that an asynchronous sequence gives, in its order. */
export async function collect<T>(sequence: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const one of sequence) all.push(one);
  return all;
}
