import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { InvalidInput } from '../../core/contracts/errors.ts';

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

type Entry = { readonly name: Buffer; readonly mode: number; readonly content: Buffer };

/**
 * The folder's files and symbolic links as a zip, without `.git`, sorted, with nothing of the machine in it. InvalidInput
 * when it is empty or more than Lambda takes.
 */
export async function zipFolder(folder: string): Promise<Buffer> {
  const entries = (await entriesOf(folder, '')).sort((a, b) => Buffer.compare(a.name, b.name));
  const bytes = entries.reduce((sum, { content }) => sum + content.length, 0);
  if (entries.length === 0 || entries.length > MOST_FILES)
    throw new InvalidInput(`artifact: found ${entries.length} files; expected 1 to ${MOST_FILES}`);
  if (bytes > MOST_BYTES) throw new InvalidInput(`artifact: found ${bytes} bytes; expected at most ${MOST_BYTES}`);
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

async function entriesOf(folder: string, prefix: string): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const { name } of await readdir(join(folder, prefix), { withFileTypes: true })) {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    const file = join(folder, path);
    const stat = await lstat(file);
    if (stat.isDirectory()) {
      if (path !== '.git') found.push(...(await entriesOf(folder, path)));
    } else if (stat.isSymbolicLink())
      found.push({ name: Buffer.from(path), mode: 0o120777, content: Buffer.from(await readlink(file)) });
    else if (stat.isFile())
      found.push({
        name: Buffer.from(path),
        mode: (stat.mode & 0o100) === 0 ? 0o100644 : 0o100755,
        content: await readFile(file),
      });
  }
  return found;
}

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
