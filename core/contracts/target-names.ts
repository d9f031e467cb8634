import * as z from 'zod';

export const targetName = z.string().min(1).max(200);

/** What every target has: the CodeDeploy group that moves its traffic. */
export const deploymentGroup = {
  applicationName: targetName,
  deploymentGroupName: targetName,
  /** Names of the CloudWatch alarms on which CodeDeploy gives the traffic back. */
  alarms: z.array(targetName).max(50).default([]),
};
