import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { configProblems } from '../../core/contracts/config-error.ts';
import { configSchema, type Config } from '../../core/contracts/config.ts';
import { Terminal } from '../../core/contracts/errors.ts';
import { settingsHash } from '../kit/settings-hash.ts';
import type { Clock, Settings, SettingsSource } from '../ports.ts';
import { awsCall } from './aws-errors.ts';
import { policyFiles } from './policy-files.ts';

type Options = {
  /** Name of the parameter that holds the config as JSON. */
  readonly parameter: string;
  /** Where the policies lie that were deployed with the function. */
  readonly policiesFolder: string;
  readonly clock: Clock;
};

/** So short that two steps of one release hardly ever see different settings, which would void what was approved. */
const FRESH_MS = 5_000;

/**
 * Config from SSM and the policies that were deployed beside the function. The config was checked before it was
 * deployed; what does not parse now was written past that check, and nothing is decided by it: Terminal.
 */
export function createSsmSettings(client: SSMClient, { parameter, policiesFolder, clock }: Options): SettingsSource {
  let policies: Settings['policies'] | undefined;
  let read: { readonly at: number; readonly settings: Promise<Settings> } | undefined;
  const load = async (): Promise<Settings> => {
    const { text, version } = await storedIn(client, parameter);
    const config = configOf(parameter, text);
    policies ??= policyFiles(policiesFolder);
    return { config, policies, hash: settingsHash({ config, policies }), version };
  };
  return {
    current: async () => {
      const now = clock.now();
      if (read === undefined || now - read.at >= FRESH_MS || now < read.at) read = { at: now, settings: load() };
      try {
        return await read.settings;
      } catch (error) {
        read = undefined;
        throw error;
      }
    },
  };
}

type Stored = { readonly text: string; readonly version: number };

async function storedIn(client: SSMClient, parameter: string): Promise<Stored> {
  const { Parameter } = await awsCall('SSM GetParameter', () =>
    client.send(new GetParameterCommand({ Name: parameter })),
  );
  const { Value, Version } = Parameter ?? {};
  if (Value === undefined) throw new Terminal(`SSM parameter ${parameter}: it has no value`);
  if (Version === undefined) throw new Terminal(`SSM parameter ${parameter}: it has no version`);
  return { text: Value, version: Version };
}

function configOf(parameter: string, text: string): Config {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    throw new Terminal(`SSM parameter ${parameter}: not valid JSON`);
  }
  const parsed = configSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = configProblems(parsed.error, input).slice(0, 5);
  throw new Terminal(`SSM parameter ${parameter} is not a valid config: ${problems.join('; ')}`);
}
