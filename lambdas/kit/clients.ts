import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodeCommitClient } from '@aws-sdk/client-codecommit';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { CALL_MS, once, settings } from './client-settings.ts';

/** Creating a function version, and a function that a check calls, take longer. */
const SLOW_CALL_MS = 15_000;

export const cloudWatchClient = /* @__PURE__ */ once(
  () => new CloudWatchClient({ ...settings(CALL_MS), disableRequestCompression: true }),
);
export const codeBuildClient = /* @__PURE__ */ once(() => new CodeBuildClient(settings(CALL_MS)));
export const codeCommitClient = /* @__PURE__ */ once(() => new CodeCommitClient(settings(CALL_MS)));
export const codeDeployClient = /* @__PURE__ */ once(() => new CodeDeployClient(settings(CALL_MS)));
export const dynamoDbClient = /* @__PURE__ */ once(() => new DynamoDBClient(settings(CALL_MS)));
export const eventBridgeClient = /* @__PURE__ */ once(() => new EventBridgeClient(settings(CALL_MS)));
export const lambdaClient = /* @__PURE__ */ once(() => new LambdaClient(settings(SLOW_CALL_MS)));
export const schedulerClient = /* @__PURE__ */ once(() => new SchedulerClient(settings(CALL_MS)));
export const secretsClient = /* @__PURE__ */ once(() => new SecretsManagerClient(settings(CALL_MS)));
export const sfnClient = /* @__PURE__ */ once(() => new SFNClient(settings(CALL_MS)));
export const snsClient = /* @__PURE__ */ once(() => new SNSClient(settings(CALL_MS)));
export const ssmClient = /* @__PURE__ */ once(() => new SSMClient(settings(CALL_MS)));
export const stsClient = /* @__PURE__ */ once(() => new STSClient(settings(CALL_MS)));

/** An endpoint of one's own has no address per bucket. */
export const s3Client = /* @__PURE__ */ once(
  () =>
    new S3Client({
      ...settings(CALL_MS),
      forcePathStyle: (process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL']) !== undefined,
    }),
);

/** One attempt: SES knows no idempotency token, so what might have been sent is not sent again (ses-mail). */
export const sesClient = /* @__PURE__ */ once(() => new SESv2Client({ ...settings(CALL_MS), maxAttempts: 1 }));
