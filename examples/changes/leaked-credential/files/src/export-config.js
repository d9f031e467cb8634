import { readFileSync } from 'node:fs';

/** The lines NAME=VALUE of config/export.env as an object. */
export function exportConfig(file = new URL('../config/export.env', import.meta.url)) {
  const lines = readFileSync(file, 'utf8').split('\n');
  return Object.fromEntries(
    lines
      .filter((line) => /^[A-Z_]+=/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
