import type { AuditProblem, AuditVerification } from './audit-verification.ts';
import { inspectLine, type Inspected } from './inspect-record.ts';
import { verifyInspected } from './verify-records.ts';

const LINE_FEED = 0x0a;

/**
 * Checks an export as it lies in a file (JSON Lines by export-lines). Every byte counts: a line that is not canonical
 * JSON, not UTF-8 or not ended is named too. Never throws, whatever the file holds.
 */
export function verifyExport(content: string | Uint8Array): AuditVerification {
  const lines = typeof content === 'string' ? content.split('\n') : byteLines(content);
  // What follows the last line feed: nothing, if the file is whole.
  const ended = lines.at(-1) === '';
  if (ended) lines.pop();
  const inspected = lines.map((text, i) => inspect(text, i + 1));
  const result = verifyInspected(inspected);
  const last = inspected.at(-1);
  return ended || last?.kind !== 'INTACT' ? result : { ...result, problems: [...result.problems, notEnded(last)] };
}

function inspect(text: string | null, line: number): Inspected {
  if (text === null) return { kind: 'DAMAGED', line, releaseId: null, seq: null, what: 'not valid UTF-8' };
  return inspectLine(text, line);
}

function notEnded({ line, record }: Extract<Inspected, { kind: 'INTACT' }>): AuditProblem {
  const what = 'the line feed after it is missing: the file was cut or changed here';
  return { releaseId: record.releaseId, seq: record.seq, line, what };
}

/** The lines as text; null for one that is not UTF-8. */
function byteLines(bytes: Uint8Array): (string | null)[] {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const lines: (string | null)[] = [];
  for (let start = 0; start <= bytes.length;) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found < 0 ? bytes.length : found;
    lines.push(decoded(decoder, bytes.subarray(start, end)));
    start = end + 1;
  }
  return lines;
}

function decoded(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
