import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { Terminal } from '../../core/contracts/errors.ts';
import { hasService } from '../kit/release-context.ts';
import type { AlarmState, Alarms, SettingsSource } from '../ports.ts';
import { describeAlarms } from './describe-alarms.ts';
import type { TargetRegistry } from './ssm-targets.ts';

const STATES: readonly string[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] satisfies AlarmState['state'][];

/**
 * The alarms of a service's production group and those that the config names besides. The dead-man alarm is not among
 * them: it is on because nobody watches yet, and the deployer waits for it to go off before it moves anything.
 */
export function createCloudwatchAlarms(
  client: CloudWatchClient,
  { targets, settings }: { readonly targets: TargetRegistry; readonly settings: SettingsSource },
): Alarms {
  return {
    async stateOf(service) {
      const now = await settings.current();
      const configured = hasService(now, service) ? now.config.services[service] : undefined;
      if (configured === undefined) throw new Terminal(`service ${service} is not in the config any more`);
      const target = await targets.target(service, 'production');
      const names = [...new Set([...target.alarms, ...configured.alarms.also])];
      const described = await describeAlarms(client, names);
      return names
        .filter((name) => described.get(name)?.isDeadMan !== true)
        .map((name) => ({ name, state: stateOf(described.get(name)?.state) }));
    },
  };
}

const stateOf = (word: string | undefined): AlarmState['state'] =>
  word !== undefined && STATES.includes(word) ? (word as AlarmState['state']) : 'UNKNOWN';
