import {
  BatchCheckLayerAvailabilityCommand,
  CompleteLayerUploadCommand,
  ECRClient,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import type { Digest } from '../../../core/contracts/ids.ts';
import { pushImage, type ImageToPush } from '../../../lambdas/adapters/push-image.ts';
import { callFaults, faultError, SDK_SECRET, sdkError } from '../../support/sdk-error.ts';

const digest = (n: number) => `sha256:${String(n).repeat(64)}` as Digest;
const REPOSITORY = { registryId: '123456789012', repositoryName: 'team/shop' };
const image: ImageToPush = {
  blobs: [
    { digest: digest(1), size: 25, file: 'one' },
    { digest: digest(2), size: 10, file: 'two' },
  ],
  manifests: [{ digest: digest(3), mediaType: 'type', content: '{"layers":[]}' }],
};

describe('pushing an image', () => {
  const client = new ECRClient({ region: 'eu-west-1' });
  const ecr = mockClient(client);
  beforeEach(() => {
    ecr.reset();
    ecr.on(BatchCheckLayerAvailabilityCommand).resolves({ layers: [] });
    ecr.on(InitiateLayerUploadCommand).resolves({ uploadId: 'u', partSize: 10 });
    for (const command of [UploadLayerPartCommand, CompleteLayerUploadCommand, PutImageCommand])
      ecr.on(command as typeof PutImageCommand).resolves({});
  });
  const push = () =>
    pushImage(client, '123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/shop', image, (file, from, to) =>
      Promise.resolve(Buffer.from(`${file} ${from}-${to}`)),
    );
  const sent = (command: Parameters<typeof ecr.commandCalls>[0]) =>
    ecr.commandCalls(command).map(({ args }) => args[0].input as Record<string, unknown>);

  it('uploads what is not there in parts, and the manifest last, named by its digest', async () => {
    ecr
      .on(BatchCheckLayerAvailabilityCommand, { layerDigests: [digest(2)] })
      .resolves({ layers: [{ layerDigest: digest(2), layerAvailability: 'AVAILABLE' }] });
    await push();
    expect(sent(UploadLayerPartCommand).map((i) => [i['partFirstByte'], i['partLastByte']])).toEqual([
      [0, 9],
      [10, 19],
      [20, 24],
    ]);
    expect(sent(CompleteLayerUploadCommand)).toEqual([{ ...REPOSITORY, uploadId: 'u', layerDigests: [digest(1)] }]);
    expect(sent(PutImageCommand)).toEqual([
      {
        ...REPOSITORY,
        imageManifest: '{"layers":[]}',
        imageManifestMediaType: 'type',
        imageDigest: digest(3),
        imageTag: `sha256-${'3'.repeat(64)}`,
      },
    ]);
  });

  it('what is there already is no fault: a push is repeated after a reply was lost', async () => {
    ecr.on(CompleteLayerUploadCommand).rejects(sdkError('LayerAlreadyExistsException', 400));
    ecr.on(PutImageCommand).rejects(sdkError('ImageAlreadyExistsException', 400));
    await push();
    expect(sent(PutImageCommand)).toHaveLength(1);
  });

  it.each([
    ['ECR BatchCheckLayerAvailability', BatchCheckLayerAvailabilityCommand],
    ['ECR InitiateLayerUpload', InitiateLayerUploadCommand],
    ['ECR UploadLayerPart', UploadLayerPartCommand],
    ['ECR CompleteLayerUpload', CompleteLayerUploadCommand],
    ['ECR PutImage', PutImageCommand],
  ])("%s: a fault has a name and never the SDK's own words", async (name, command) => {
    for (const fault of callFaults) {
      ecr.on(command as typeof PutImageCommand).rejects(faultError(fault));
      await expect(push()).rejects.toThrow(fault === 'DENIED' ? Terminal : Transient);
      await expect(push()).rejects.toThrow(`${name}: `);
      await expect(push()).rejects.not.toThrow(SDK_SECRET);
    }
  });

  it.each([{}, { uploadId: 'u' }, { uploadId: 'u', partSize: 0 }])('an upload %j is none', async (answer) => {
    ecr.on(InitiateLayerUploadCommand).resolves(answer);
    await expect(push()).rejects.toThrow(Terminal);
    expect(sent(PutImageCommand)).toEqual([]);
  });
});
