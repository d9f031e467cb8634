/** Undefined for text that is no JSON: what it is then fails the schema that reads it. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
