import * as z from 'zod';
import { deploymentGroup, targetName } from './target-names.ts';

const LOAD_BALANCING = 'arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}';
const listenerArn = z
  .string()
  .max(300)
  .regex(new RegExp(`^${LOAD_BALANCING}:listener/app/[^/:]+/[0-9a-f]+/[0-9a-f]+$`), 'expected the ARN of a listener');
const targetGroupArn = z
  .string()
  .max(300)
  .regex(new RegExp(`^${LOAD_BALANCING}:targetgroup/[^/:]+/[0-9a-f]+$`), 'expected the ARN of a target group');

/**
 * An ECS service whose traffic CodeDeploy moves between two target groups of an Application Load Balancer. What runs is
 * a revision of its task definition; the container `containerName` takes the requests and is the one that is released.
 */
export const ecsTargetSchema = z.object({
  kind: z.literal('ECS'),
  ...deploymentGroup,
  cluster: targetName,
  service: targetName,
  containerName: targetName,
  containerPort: z.int().min(1).max(65_535),
  /** The listener that takes the traffic of production; a test listener is none of Interlock's business. */
  listenerArn,
  targetGroupArns: z.tuple([targetGroupArn, targetGroupArn]),
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<name>`: images come from here and from nowhere else. */
  repository: z
    .string()
    .max(400)
    .regex(
      /^[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/[a-z0-9][a-z0-9._/-]*$/,
      'expected the URI of a repository of ECR',
    ),
  /** The task role and the execution role of its task definitions: who registers a revision passes them on. */
  roleArns: z
    .array(z.string().regex(/^arn:[a-z-]+:iam::[0-9]{12}:role\/[\w+=,.@/-]+$/, 'expected the ARN of a role'))
    .max(10)
    .default([]),
  /** Base URL at which this environment is asked for its health and by the configured checks. */
  url: z.url(),
});
export type EcsTarget = z.infer<typeof ecsTargetSchema>;

/** The label of the released container; it is part of the revision, so nobody can change it afterwards. */
export const VERSION_LABEL = 'interlock.version';

/** The folder of a checkout in which the build command leaves the image that it built, as an OCI image layout. */
export const IMAGE_FOLDER = 'interlock-image';

/** The dimensions by which AWS/ApplicationELB names them: the last part of their ARNs. */
export const targetGroupDimension = (arn: string): string => arn.slice(arn.indexOf(':targetgroup/') + 1);
export const loadBalancerDimension = (listener: string): string =>
  listener.slice(listener.indexOf(':listener/') + ':listener/'.length).replace(/\/[0-9a-f]+$/, '');
