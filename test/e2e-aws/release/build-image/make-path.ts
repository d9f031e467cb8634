import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A PATH on which `aws` and `npm` are this folder's, before everything that is on the machine. */
export function buildPath(): { readonly folder: string; readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'interlock-build-image-'));
  for (const name of ['aws', 'npm']) {
    const file = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
    writeFileSync(join(folder, name), `#!/bin/sh\nexec '${process.execPath}' '${file}' "$@"\n`, { mode: 0o755 });
  }
  return { folder, path: [folder, dirname(process.execPath), process.env['PATH']].join(delimiter) };
}
