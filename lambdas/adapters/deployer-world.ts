import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import type { Target } from '../../core/contracts/target.ts';
import type { Clock } from '../ports.ts';
import type { DeploymentDocuments } from './deployment-documents.ts';
import type { Platform } from './platform.ts';
import type { TargetRegistry } from './ssm-targets.ts';

export type DeployerClients = {
  readonly codeDeploy: CodeDeployClient;
  readonly cloudWatch: CloudWatchClient;
};
export type DeployerOptions = {
  readonly documents: Pick<DeploymentDocuments, 'shifts' | 'forbidden' | 'artifacts' | 'versions'>;
  readonly targets: TargetRegistry;
  readonly platformOf: (target: Target) => Promise<Platform>;
  readonly clock: Clock;
  /** Of the names of the deployment configs. */
  readonly configPrefix: string;
  /** Waits real milliseconds; left out: really. */
  readonly pause?: (ms: number) => Promise<void>;
};
/** What every part of the deployer works with. */
export type DeployerWorld = DeployerClients & Required<DeployerOptions>;
