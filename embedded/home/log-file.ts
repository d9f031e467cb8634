import { appendFileSync, renameSync, statSync } from 'node:fs';

/** When the log is this large it becomes `<log>.1`, in place of the one before. */
const ROTATE_BYTES = 10 * 1024 * 1024;

/** Appends lines to the home's log; at most twice ROTATE_BYTES are kept. A log that cannot be written stops nothing. */
export function logFile(file: string): (line: string) => void {
  return (line) => {
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > ROTATE_BYTES) renameSync(file, `${file}.1`);
      appendFileSync(file, line, { mode: 0o600 });
    } catch (error) {
      process.stderr.write(`interlock: cannot write ${file}: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}\n`);
    }
  };
}
