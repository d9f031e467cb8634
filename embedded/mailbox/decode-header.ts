/** The text of a header with its encoded words (RFC 2047, UTF-8, B and Q) decoded; others stay as they are. */
export function decodeHeader(value: string): string {
  // White space between two encoded words is no part of the text. A character may be cut in two by neighbouring words.
  return value.replace(/=\?utf-8\?[bq]\?[^?]*\?=(\s+=\?utf-8\?[bq]\?[^?]*\?=)*/gi, (run) => {
    const words = [...run.matchAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi)];
    return Buffer.concat(words.map(([, kind, text]) => decodeWord(kind!, text!))).toString('utf8');
  });
}

function decodeWord(kind: string, text: string): Buffer {
  return kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : decodeBytes(text.replaceAll('_', ' '));
}

/** Text in which `=` and two hex digits stand for a byte; what else there is, is ASCII. */
export function decodeBytes(text: string): Buffer {
  const byte = (_: string, hex: string) => String.fromCharCode(parseInt(hex, 16));
  return Buffer.from(text.replace(/=([0-9a-f]{2})/gi, byte), 'latin1');
}
