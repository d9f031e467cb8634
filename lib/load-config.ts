import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { configProblems } from '../core/contracts/config-error.ts';
import { configSchema, type Config } from '../core/contracts/config.ts';

/** A checked config: as it was written, which is what is deployed, and as it reads with its defaults. */
export type LoadedConfig = { readonly file: string; readonly written: unknown; readonly config: Config };

/** Reads `interlock.yaml` at synth. A config that a step would refuse does not get deployed. */
export function loadConfig(file: string): LoadedConfig {
  const document = parseDocument(readFileSync(file, 'utf8'), { prettyErrors: true });
  const syntax = document.errors[0];
  if (syntax) throw new Error(`${file}: ${syntax.message}`);
  const written: unknown = document.toJS({ maxAliasCount: 100 });
  const parsed = configSchema.safeParse(written);
  if (!parsed.success)
    throw new Error(
      `${file} is not a valid config:\n${configProblems(parsed.error, written)
        .map((p) => `  ${p}`)
        .join('\n')}`,
    );
  return { file, written, config: parsed.data };
}
