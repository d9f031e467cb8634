import { printable } from './printable.ts';
import type { Groups } from './groups.ts';

export interface CommandResult {
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  /** The last 4 kB of both outputs, printable. */
  readonly output: string;
}

const OUTPUT_CHARACTERS = 4096;

/** Runs a command in a process group of its own; after the time limit or an abort all of the group is ended. */
export async function runCommand(
  groups: Groups,
  command: string,
  options: {
    readonly cwd: string;
    readonly env: Record<string, string>;
    readonly timeoutMs: number;
    readonly signal: AbortSignal;
    readonly onOutput?: (text: string) => void;
  },
): Promise<CommandResult> {
  options.signal.throwIfAborted();
  let tail = '';
  let timedOut = false;
  const group = groups.start(command, { cwd: options.cwd, env: options.env });
  for (const stream of [group.child.stdout, group.child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => {
      tail = (tail + text).slice(-2 * OUTPUT_CHARACTERS);
      options.onOutput?.(text);
    });
  }
  const timer = setTimeout(() => {
    timedOut = true;
    void group.end();
  }, options.timeoutMs);
  const abort = () => void group.end();
  options.signal.addEventListener('abort', abort);
  try {
    await group.exited;
    await group.end();
    await group.drained;
    options.signal.throwIfAborted();
    return { exitCode: group.child.exitCode, timedOut, output: printable(tail, OUTPUT_CHARACTERS) };
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', abort);
  }
}
