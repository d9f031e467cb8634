import {
  BatchGetDeploymentsCommand,
  ContinueDeploymentCommand,
  CreateDeploymentCommand,
  GetDeploymentCommand,
  ListDeploymentsCommand,
  StopDeploymentCommand,
  type CodeDeployClient,
  type DeploymentInfo,
  type DeploymentStatus,
} from '@aws-sdk/client-codedeploy';
import { createHash } from 'node:crypto';
import { Terminal } from '../../core/contracts/errors.ts';
import type { Target } from '../../core/contracts/target.ts';
import { awsCall } from './aws-errors.ts';

/** A deployment as far as a shift needs it. ENDED: stopped or failed. */
export type Deployment = {
  readonly id: string;
  readonly state: 'WAITING' | 'RUNNING' | 'SUCCEEDED' | 'ENDED';
  readonly detail: string;
  /** The deployment by which CodeDeploy gives the traffic back. */
  readonly rollbackId: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
};

const STATES: Readonly<Record<DeploymentStatus, Deployment['state']>> = {
  Created: 'WAITING',
  Queued: 'WAITING',
  Ready: 'RUNNING',
  Baking: 'RUNNING',
  InProgress: 'RUNNING',
  Succeeded: 'SUCCEEDED',
  Failed: 'ENDED',
  Stopped: 'ENDED',
};
/** BatchGetDeployments takes no more at once. */
const BATCH = 25;
const PAGES = 20;
/** Our clock and CodeDeploy's need not agree to the second. */
const CLOCK_SKEW_MS = 5 * 60_000;

export type Order = {
  readonly target: Target;
  /** The AppSpec: what to do, in the target's own terms. */
  readonly content: string;
  readonly config: string;
  /** Names the deployment: by this it is found again when the answer of its creation was lost. */
  readonly description: string;
  /** Whether CodeDeploy gives the traffic back when the deployment fails or is stopped; otherwise it stays as it is. */
  readonly rollsBack: boolean;
};

/** Null when the group has a deployment under way already, which may be this one. */
export async function createDeployment(client: CodeDeployClient, order: Order): Promise<string | null> {
  const { content } = order;
  const answer = await awsCall(
    'CodeDeploy CreateDeployment',
    () =>
      client.send(
        new CreateDeploymentCommand({
          applicationName: order.target.applicationName,
          deploymentGroupName: order.target.deploymentGroupName,
          deploymentConfigName: order.config,
          description: order.description,
          revision: {
            revisionType: 'AppSpecContent',
            appSpecContent: { content, sha256: createHash('sha256').update(content).digest('hex') },
          },
          autoRollbackConfiguration: order.rollsBack
            ? {
                enabled: true,
                events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
              }
            : { enabled: false },
        }),
      ),
    { DeploymentLimitExceededException: () => null },
  );
  if (answer === null) return null;
  if (answer.deploymentId === undefined) throw new Terminal('CodeDeploy CreateDeployment: the answer has no id');
  return answer.deploymentId;
}

export async function getDeployment(client: CodeDeployClient, deploymentId: string): Promise<Deployment> {
  const answer = await awsCall('CodeDeploy GetDeployment', () =>
    client.send(new GetDeploymentCommand({ deploymentId })),
  );
  return deploymentOf(answer.deploymentInfo);
}

/** Stops it and lets CodeDeploy give the traffic back, or not; nothing happens when it has ended. */
export async function stopDeployment(
  client: CodeDeployClient,
  deploymentId: string,
  autoRollbackEnabled: boolean,
): Promise<void> {
  await awsCall(
    'CodeDeploy StopDeployment',
    async () => void (await client.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled }))),
    { DeploymentAlreadyCompletedException: () => undefined },
  );
}

/** Not begun waiting yet, or not waiting any more. */
const NOT_WAITING = [
  'DeploymentAlreadyCompletedException',
  'DeploymentIsNotInReadyStateException',
  'InvalidDeploymentStatusException',
];

/** Lets go of what a deployment keeps ready for a stop; nothing happens when it does not wait for that. */
export async function endWait(client: CodeDeployClient, deploymentId: string): Promise<void> {
  await awsCall(
    'CodeDeploy ContinueDeployment',
    async () =>
      void (await client.send(new ContinueDeploymentCommand({ deploymentId, deploymentWaitType: 'TERMINATION_WAIT' }))),
    Object.fromEntries(NOT_WAITING.map((name) => [name, () => undefined])),
  );
}

/** The deployment of the group that was created with this description at or after `since`; null when there is none. */
export async function findDeployment(
  client: CodeDeployClient,
  { applicationName, deploymentGroupName }: Target,
  description: string,
  since: number,
): Promise<string | null> {
  let nextToken: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const listed = await awsCall('CodeDeploy ListDeployments', () =>
      client.send(
        new ListDeploymentsCommand({
          applicationName,
          deploymentGroupName,
          createTimeRange: { start: new Date(since - CLOCK_SKEW_MS) },
          nextToken,
        }),
      ),
    );
    const ids = listed.deployments ?? [];
    for (let from = 0; from < ids.length; from += BATCH) {
      const deploymentIds = ids.slice(from, from + BATCH);
      const { deploymentsInfo = [] } = await awsCall('CodeDeploy BatchGetDeployments', () =>
        client.send(new BatchGetDeploymentsCommand({ deploymentIds })),
      );
      const ours = deploymentsInfo.find((d) => d.description === description);
      if (ours?.deploymentId !== undefined) return ours.deploymentId;
    }
    nextToken = listed.nextToken;
    if (nextToken === undefined) return null;
  }
  throw new Terminal(`CodeDeploy ListDeployments: more than ${PAGES} pages of ${deploymentGroupName}`);
}

function deploymentOf(info: DeploymentInfo | undefined): Deployment {
  const state = info?.status === undefined ? undefined : STATES[info.status];
  if (info?.deploymentId === undefined || state === undefined)
    throw new Terminal('CodeDeploy GetDeployment: the answer has no id or no known status');
  const code = info.errorInformation?.code;
  return {
    id: info.deploymentId,
    state,
    // Its message may quote anything; the code is one of a list.
    detail: `deployment ${info.deploymentId}: ${info.status}${code === undefined ? '' : `, ${code}`}`,
    rollbackId: info.rollbackInfo?.rollbackDeploymentId ?? null,
    startedAt: info.startTime?.getTime() ?? null,
    endedAt: info.completeTime?.getTime() ?? null,
  };
}
