import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { isMap, parseDocument } from 'yaml';
import { targetNameSchema, type TargetName } from '../core/contracts/config.ts';
import { InvalidInput } from '../core/contracts/errors.ts';

/** Options that every command has. */
export type GlobalOptions = { readonly config: string; readonly home?: string; readonly target?: TargetName };

/**
 * The home to work on: the option, else what the config file says, else this machine. The file is only looked into: a
 * deployment is stopped and read also where it is wrong otherwise, or not there.
 */
export function targetOf(command: Command): TargetName {
  const { target, config } = command.optsWithGlobals<GlobalOptions>();
  if (target !== undefined) return target;
  const written = writtenIn(config);
  if (written === undefined) return 'embedded';
  const parsed = targetNameSchema.safeParse(written);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(
    `${config}: target: found ${JSON.stringify(written)?.slice(0, 80)}; expected ${targetNameSchema.options.join(' or ')}`,
  );
}

/** Refuses, for what only this machine has. `instead` says what there is in AWS. */
export function onlyEmbedded(command: Command, instead: string): void {
  if (targetOf(command) === 'aws')
    throw new InvalidInput(`${command.name()}: works on this machine's home only; the target is aws. ${instead}`);
}

function writtenIn(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const { contents } = parseDocument(text);
  return isMap(contents) ? contents.get('target') : undefined;
}
