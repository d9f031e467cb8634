import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';

/** Cedar's first error as one sentence; with the `source` it is about, the line comes first. */
export function cedarMessage(errors: readonly DetailedError[], source?: string): string {
  const [error] = errors;
  if (!error) return 'Cedar refused it without saying why';
  const location = error.sourceLocations?.[0];
  const line = source !== undefined && location ? `line ${lineAt(source, location.start)}: ` : '';
  const label = location?.label ? ` (${location.label})` : '';
  return `${line}${error.message}${label}${error.help ? `; ${error.help}` : ''}`;
}

/** Cedar counts bytes of UTF-8. */
function lineAt(source: string, offset: number): number {
  const before = new TextEncoder().encode(source).subarray(0, offset);
  return 1 + before.reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 0);
}
