import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** Replaces a file whole: a reader sees the old content or the new, a crash leaves one of them. */
export function replaceFile(file: string, content: Uint8Array | string, mode = 0o600): void {
  withTemporary(file, content, mode, (temporary) => renameSync(temporary, file));
}

/** Creates a file once, among any number of processes, and returns the content that it has then. */
export function createFileOnce(file: string, content: Uint8Array | string, mode = 0o600): Buffer {
  withTemporary(file, content, mode, (temporary) => {
    try {
      linkSync(temporary, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  });
  return readFileSync(file);
}

function withTemporary(file: string, content: Uint8Array | string, mode: number, use: (file: string) => void): void {
  const folder = path.dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // A leading dot: no name that a store gives out.
  const temporary = path.join(folder, `.${randomUUID()}.tmp`);
  try {
    const handle = openSync(temporary, 'wx', mode);
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    use(temporary);
  } finally {
    rmSync(temporary, { force: true });
  }
}
