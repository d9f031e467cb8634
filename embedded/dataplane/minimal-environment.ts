import { delimiter, dirname } from 'node:path';

const INHERITED = ['PATH', 'HOME', 'LANG', 'TMPDIR'] as const;

/**
 * What a process that is not ours inherits: four plain variables, so no credential of the operator reaches it. The
 * folder of the Node that runs us comes last on PATH: `node` exists even where it is not installed.
 */
export function minimalEnvironment(): Record<string, string> {
  const inherited = Object.fromEntries(
    INHERITED.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    ...inherited,
    PATH: [process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin', dirname(process.execPath)].join(delimiter),
  };
}
