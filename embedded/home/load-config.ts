import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { configProblems } from '../../core/contracts/config-error.ts';
import { configSchema, type Config } from '../../core/contracts/config.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { settingsHash } from '../../lambdas/kit/settings-hash.ts';
import type { Settings } from '../../lambdas/ports.ts';
import { loadPolicies } from './load-policies.ts';

/**
 * Reads and checks `interlock.yaml`. Every wrong field is named with what was found and what was expected. A copy of it
 * elsewhere may be read in its place: `file` then still says what its paths are relative to.
 */
export function loadConfig(file: string, copy = file): Config {
  const text = read(copy);
  const document = parseDocument(text, { prettyErrors: true });
  const syntax = document.errors[0];
  if (syntax) throw new InvalidInput(`${file}: ${syntax.message.trim().replace(/\n\s*\n/g, '\n')}`);
  const input: unknown = document.toJS({ maxAliasCount: 100 });
  if (input === null) throw new InvalidInput(`${file} is empty; "interlock init --force" writes a config`);
  const parsed = configSchema.safeParse(input);
  if (!parsed.success)
    throw new InvalidInput(
      `${file} is not a valid config:\n${configProblems(parsed.error, input)
        .map((p) => `  ${p}`)
        .join('\n')}`,
    );
  return withAbsolutePaths(parsed.data, path.dirname(path.resolve(file)));
}

/** Config and policies as they are now, with the hash that every decision and approval is bound to. */
export function loadSettings(configFile: string, copy?: string): Settings {
  const config = loadConfig(configFile, copy);
  const policies = loadPolicies();
  return { config, policies, hash: settingsHash({ config, policies }), version: null };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new InvalidInput(
      code === 'ENOENT'
        ? `no config at ${file}; "interlock init" writes one`
        : `cannot read ${file}: ${code ?? 'unknown error'}`,
      { cause: error },
    );
  }
}

function withAbsolutePaths(config: Config, folder: string): Config {
  const services = Object.entries(config.services).map(([name, s]) => [
    name,
    { ...s, repository: path.resolve(folder, s.repository) },
  ]);
  return { ...config, services: Object.fromEntries(services) as Config['services'] };
}
