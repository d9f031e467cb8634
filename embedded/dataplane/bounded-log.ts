import { appendFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

/** A file of at most `2 × FILE_BYTES`: the newest part in `file`, the one before it in `file.1`. */
const FILE_BYTES = 1 << 20;
/** What a process prints beyond this between two writes is dropped, and the log says so. */
const PENDING_BYTES = 256 << 10;
const TAIL_CHARACTERS = 8_000;
const FLUSH_MS = 100;
const KEPT_FILES = 20;

export interface BoundedLog {
  write(text: string): void;
  /** Takes all that a process prints, without ever slowing it down. */
  follow(stream: Readable | null): void;
  /** The newest part, for error messages. */
  tail(): string;
  flush(): Promise<void>;
}

export function createBoundedLog(file: string): BoundedLog {
  let pending = '';
  let dropped = 0;
  let tail = '';
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const text = dropped > 0 ? `${pending}\n[${dropped} characters dropped]\n` : pending;
    pending = '';
    dropped = 0;
    // A full disk must not take the service down with its log.
    if (text !== '') writing = writing.then(() => append(file, text)).catch(() => undefined);
    return writing;
  };
  const write = (text: string) => {
    tail = (tail + text).slice(-TAIL_CHARACTERS);
    const room = Math.max(0, PENDING_BYTES - pending.length);
    pending += text.slice(0, room);
    dropped += Math.max(0, text.length - room);
    timer ??= setTimeout(() => void flush(), FLUSH_MS).unref();
  };
  return {
    write,
    follow(stream) {
      stream?.setEncoding('utf8');
      stream?.on('data', write);
      stream?.on('error', () => undefined);
    },
    tail: () => tail,
    flush,
  };
}

async function append(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const size = await stat(file).then(
    (s) => s.size,
    () => 0,
  );
  if (size > 0 && size + text.length > FILE_BYTES) await rename(file, `${file}.1`);
  await appendFile(file, text, { mode: 0o600 });
  if (size === 0) await removeOldest(dirname(file));
}

async function removeOldest(folder: string): Promise<void> {
  const logs = (await readdir(folder)).filter((name) => /\.log(\.1)?$/.test(basename(name)));
  if (logs.length <= KEPT_FILES) return;
  const dated = await Promise.all(
    logs.map(async (name) => ({ name, at: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0 })),
  );
  dated.sort((a, b) => b.at - a.at);
  await Promise.all(dated.slice(KEPT_FILES).map(({ name }) => rm(join(folder, name), { force: true })));
}
