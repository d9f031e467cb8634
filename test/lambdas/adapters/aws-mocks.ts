import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { createEventBridgeBus } from '../../../lambdas/adapters/eventbridge-bus.ts';
import { createS3Blobs } from '../../../lambdas/adapters/s3-blobs.ts';
import { createSchedulerBell } from '../../../lambdas/adapters/scheduler-bell.ts';
import { createSecretLinkSigner } from '../../../lambdas/adapters/secret-link-signer.ts';
import { createSfnCallbacks } from '../../../lambdas/adapters/sfn-callbacks.ts';
import { createSfnExecutions } from '../../../lambdas/adapters/sfn-executions.ts';
import { fixedClock } from '../../support/fixed-clock.ts';

export const settings = { region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } };
export const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:interlock-release';
/** An adapter on a client whose every call a test answers. */
export const mocks = {
  s3: () => {
    const client = new S3Client(settings);
    return { mock: mockClient(client), blobs: createS3Blobs(client, { bucket: 'evidence' }) };
  },
  sfn: () => {
    const client = new SFNClient(settings);
    const executions = createSfnExecutions(client, { machineArn: MACHINE });
    return { mock: mockClient(client), executions, callbacks: createSfnCallbacks(client) };
  },
  bus: () => {
    const client = new EventBridgeClient(settings);
    return { mock: mockClient(client), bus: createEventBridgeBus(client, { busName: 'interlock' }) };
  },
  scheduler: () => {
    const client = new SchedulerClient(settings);
    const options = { roleArn: 'role', targetArn: 'target', group: 'holds', clock: fixedClock() };
    return { mock: mockClient(client), setBell: createSchedulerBell(client, options) };
  },
  secrets: () => {
    const client = new SecretsManagerClient(settings);
    return { mock: mockClient(client), create: () => createSecretLinkSigner(client, { secretArn: 'arn' }) };
  },
};
