import { crc32 } from 'node:zlib';

/** A zip archive of one executable file, not compressed (APPNOTE.TXT 6.3.3, sections 4.3.7, 4.3.12 and 4.3.16). */
export function singleFileZip(name: string, content: Buffer): Buffer {
  const file = Buffer.from(name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  // 1980-01-01: the format's first day.
  common.writeUInt16LE(0x21, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(file.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, file, content]);
  const attributes = Buffer.alloc(14);
  // A regular file with mode 0755.
  attributes.writeUInt32LE((0o100755 << 16) >>> 0, 6);
  // Made on Unix, or the mode is not read.
  const central = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), common, attributes, file]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06'), end]);
}
