import { cloudWatchClient, dynamoDbClient, lambdaClient, ssmClient } from '../../kit/clients.ts';
import type { portEnv } from '../../kit/port-env.ts';
import type { Alarms, Checks, Clock, Metrics, SettingsSource, Traffic } from '../../ports.ts';
import { createCloudwatchAlarms } from '../cloudwatch-alarms.ts';
import { createCloudwatchMetrics } from '../cloudwatch-metrics.ts';
import { createCloudwatchTraffic } from '../cloudwatch-traffic.ts';
import { createDeploymentDocuments } from '../deployment-documents.ts';
import { createSsmTargets } from '../ssm-targets.ts';
import { createTargetChecks } from '../target-checks.ts';
import type { EnvOf } from './context.ts';

export function metricsOf(env: EnvOf<typeof portEnv.deployments>, settings: SettingsSource): Metrics {
  const documents = createDeploymentDocuments(dynamoDbClient(), env.DEPLOYMENTS_TABLE);
  return createCloudwatchMetrics(cloudWatchClient(), { documents, settings });
}

export const checksOf = (settings: SettingsSource): Checks =>
  createTargetChecks(lambdaClient(), { targets: createSsmTargets(ssmClient()), settings });

export const trafficOf = (clock: Clock): Traffic =>
  createCloudwatchTraffic(cloudWatchClient(), { targets: createSsmTargets(ssmClient()), clock });

export const alarmsOf = (settings: SettingsSource): Alarms =>
  createCloudwatchAlarms(cloudWatchClient(), { targets: createSsmTargets(ssmClient()), settings });
