import { availableParallelism } from 'node:os';
import type { StepName } from '../../lib/step-shapes.ts';
import type { Start } from './start-once.ts';
import { targetOf } from './targets.ts';

export type Row = {
  readonly name: StepName;
  readonly bytes: number;
  /** What the bytes are. */
  readonly composition: string;
  /** Milliseconds above bare Node until the module is loaded. */
  readonly ready: number;
  /** Milliseconds above bare Node until the first call to AWS arrives. */
  readonly firstCall: number;
  /** The same in time on a processor, which other processes do not lengthen. */
  readonly processor: number;
};
export type Result = {
  readonly rows: readonly Row[];
  /** In milliseconds from the spawn: Node with nothing to load, and its one request. */
  readonly bare: Start;
  readonly runs: number;
  /** Whether the processes ran on one core. */
  readonly pinned: boolean;
  /** Processes that wanted to run, on average over the last minute. */
  readonly load: number;
};

/** Measured earlier, on middy with the clients of DynamoDB and Step Functions: bytes, ready, first two calls. */
const EARLIER = [
  ['not bundled', '-', '135', '171'],
  ['ES module, main fields "main"', '584 k', '107', '142'],
  ['CommonJS, main fields "module,main"', '357 k', '62', '122'],
  ['and credentials from the environment only', '221 k', '49', '88'],
  ['and a warm compile cache', '221 k', '36', '68'],
  ['no SDK, own SigV4', '2.4 k', '6', '31'],
] as const;

export function report({ rows, bare, runs, pinned, load }: Result, format: 'TEXT' | 'JSON'): string {
  const busy = load > availableParallelism();
  const judged = rows.map((row) => ({ ...row, target: targetOf(row.name), verdict: verdictOf(row, busy) }));
  if (format === 'JSON') return JSON.stringify({ runs, pinned, load, bare, bundles: judged }, null, 2);
  const table = aligned([
    ['bundle', 'bytes', 'ready', 'first call', 'processor', 'target', 'verdict'],
    ...judged.map(({ name, bytes, ready, firstCall, processor, target, verdict }) => [
      name,
      String(bytes),
      ready.toFixed(0),
      firstCall.toFixed(0),
      processor.toFixed(0),
      `${target.bytes / 1000} k, ${target.ms} ms`,
      verdict,
    ]),
  ]);
  return [
    `Cold starts: median of ${runs}, Node ${process.version}${pinned ? ', one core' : ''}, milliseconds above bare Node`,
    table,
    ...(busy ? [`The machine was busy (load ${load.toFixed(1)}): judged by the column "processor".`] : []),
    `bare Node: ready after ${bare.ready.toFixed(0)} ms, its one request after ${bare.firstCall.toFixed(0)} ms, ${bare.processor.toFixed(0)} ms of them on a processor`,
    '',
    'Measured earlier on another machine, to its first two calls to AWS:',
    aligned(EARLIER),
  ].join('\n');
}

/** On a busy machine a process waits for its turn; the time that it ran is then nearer to what Lambda would show. */
function verdictOf({ name, bytes, composition, firstCall, processor }: Row, busy: boolean): string {
  const target = targetOf(name);
  const ms = busy && !Number.isNaN(processor) ? processor : firstCall;
  const over = [...(bytes > target.bytes ? ['bytes'] : []), ...(ms > target.ms ? ['ms'] : [])];
  return over.length === 0 ? 'ok' : `over in ${over.join(' and ')}: ${composition}`;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 || i > 4 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
