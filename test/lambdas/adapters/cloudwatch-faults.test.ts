import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import { createCloudwatchMetrics } from '../../../lambdas/adapters/cloudwatch-metrics.ts';
import { createDeploymentDocuments } from '../../../lambdas/adapters/deployment-documents.ts';
import { someShift } from '../../support/aws-double/some-shift.ts';
import { fakeDynamo } from '../../support/fake-dynamo.ts';
import { fakeSettings } from '../../support/fakes/settings.ts';
import { faultError, SDK_SECRET, sdkError } from '../../support/sdk-error.ts';

const T = Date.parse('2026-01-05T10:00:00.000Z');
const shift = someShift(T);
const rollout = shift.request;

describe('CloudWatch metrics, faults', () => {
  it("names a fault and never the SDK's own words", async () => {
    const real = new CloudWatchClient({ region: 'us-east-1' });
    const mock = mockClient(real);
    const documents = createDeploymentDocuments(fakeDynamo().client, 'deployments');
    await documents.shifts.change(rollout.shiftId, () => shift);
    const metrics = createCloudwatchMetrics(real, { documents, settings: fakeSettings() });
    for (const [error, kind] of [
      [faultError('THROTTLED'), Transient],
      [faultError('LOST'), Transient],
      [sdkError('InternalServiceFault', 500), Transient],
      [faultError('DENIED'), Terminal],
    ] as const) {
      mock.reset();
      mock.on(GetMetricDataCommand).rejects(error);
      const failure = metrics.history(rollout.shiftId);
      await expect(failure).rejects.toThrow(kind);
      await expect(failure).rejects.toThrow(/^CloudWatch GetMetricData: /);
      await expect(failure).rejects.not.toThrow(SDK_SECRET);
    }
    mock.reset();
    mock
      .on(GetMetricDataCommand)
      .resolves({ MetricDataResults: [{ Id: 'p99', Timestamps: [new Date(T)], Values: [] }] });
    await expect(metrics.history(rollout.shiftId)).rejects.toThrow(/times without values/);
  });
});
