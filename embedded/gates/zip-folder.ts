import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { printable } from '../../core/change/printable.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { GateUser } from './gate-user.ts';

/** Lambda takes no more, unzipped; it also keeps the offsets within the 32 bits that they have here. */
const MOST_BYTES = 250 * 1024 * 1024;
const MOST_FILES = 65_535;
/** 1980-01-01, the first day that a zip can name: the same files give the same bytes whenever they are zipped. */
const DOS_DATE = 0x21;
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
const MADE_ON_UNIX = 0x031e;

type Root = { readonly folder: string; readonly user: GateUser | null };
type Entry = { readonly name: Buffer; readonly mode: number; readonly content: Buffer };

/**
 * The folder's files and symbolic links as a zip, without `.git`, sorted, with nothing of the machine in it. InvalidInput
 * when it is empty, is more than Lambda takes, or has in it what leads out of it: a link, or another user's file.
 */
export async function zipFolder(folder: string, user: GateUser | null): Promise<Buffer> {
  const entries = await entriesOf({ folder, user }, '', { entries: 0, bytes: 0 });
  if (entries.length === 0) throw new InvalidInput('artifact: found no files; expected at least one');
  entries.sort((a, b) => Buffer.compare(a.name, b.name));
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, mode, content } of entries) {
    const packed = deflateRawSync(content, { level: 9 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(UTF8_NAMES, 2);
    common.writeUInt16LE(DEFLATED, 4);
    common.writeUInt16LE(DOS_DATE, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    files.push(uint32(LOCAL), common, name, packed);
    const where = Buffer.alloc(14);
    where.writeUInt32LE((mode << 16) >>> 0, 6);
    where.writeUInt32LE(offset, 10);
    directory.push(uint32(CENTRAL), uint16(MADE_ON_UNIX), common, where, name);
    offset += 30 + name.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, central, uint32(END), end]);
}

/** What was found so far; bounds are kept before anything is read. */
type Seen = { entries: number; bytes: number };

async function entriesOf(root: Root, prefix: string, seen: Seen): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const name of await readdir(join(root.folder, prefix))) {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    if (path === '.git') continue;
    seen.entries += 1;
    if (seen.entries > MOST_FILES) throw new InvalidInput(`artifact: found more than ${MOST_FILES} files and folders`);
    const file = join(root.folder, path);
    const stat = await lstat(file);
    if (root.user !== null && stat.uid !== root.user.uid)
      throw new InvalidInput(`artifact: ${shown(path)} belongs to another user`);
    if (stat.isDirectory()) found.push(...(await entriesOf(root, path, seen)));
    else if (stat.isSymbolicLink()) found.push(linkOf(path, await readlink(file)));
    else if (stat.isFile()) {
      seen.bytes += stat.size;
      if (seen.bytes > MOST_BYTES) throw new InvalidInput(`artifact: found more than ${MOST_BYTES} bytes`);
      const mode = (stat.mode & 0o100) === 0 ? 0o100644 : 0o100755;
      found.push({ name: Buffer.from(path), mode, content: await readFile(file) });
    }
  }
  return found;
}

/**
 * A link within the artifact. One that leads out of it would stand for bytes that nobody saw. It may climb only at its
 * beginning: behind a name, `..` goes up from wherever another link leads.
 */
function linkOf(path: string, target: string): Entry {
  const steps = target.split('/');
  const climbs = steps.findIndex((step) => step !== '..' && step !== '.');
  const rest = climbs < 0 ? [] : steps.slice(climbs);
  const up = steps.length - rest.length;
  if (isAbsolute(target) || rest.includes('..') || up > path.split('/').length - 1)
    throw new InvalidInput(`artifact: the link ${shown(path)} leads out of it`);
  return { name: Buffer.from(path), mode: 0o120777, content: Buffer.from(target) };
}

const shown = (path: string) => printable(path, 200);

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}
