import {
  BatchCheckLayerAvailabilityCommand,
  CompleteLayerUploadCommand,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
  type ECRClient,
} from '@aws-sdk/client-ecr';
import { Terminal } from '../../core/contracts/errors.ts';
import type { Digest } from '../../core/contracts/ids.ts';
import { awsCall } from './aws-errors.ts';
import { repositoryOf } from './ecr-image.ts';

export type ImageToPush = {
  /** What is referred to comes first. */
  readonly manifests: readonly { readonly digest: Digest; readonly mediaType: string; readonly content: string }[];
  readonly blobs: readonly { readonly digest: Digest; readonly size: number; readonly file: string }[];
};
/** Bytes [from, to] of a file. */
export type ReadPart = (file: string, from: number, to: number) => Promise<Uint8Array>;

/**
 * Brings an image into a repository of ECR, which checks every digest itself. Everything in it is named by its digest,
 * so pushing again after any failure ends with the same image.
 */
export async function pushImage(client: ECRClient, uri: string, image: ImageToPush, read: ReadPart): Promise<void> {
  const repository = repositoryOf(uri);
  for (const blob of image.blobs)
    if (!(await isThere(client, repository, blob.digest))) await push(client, repository, blob, read);
  for (const { digest, mediaType, content } of image.manifests)
    await awsCall(
      'ECR PutImage',
      async () =>
        void (await client.send(
          new PutImageCommand({
            ...repository,
            imageManifest: content,
            imageManifestMediaType: mediaType,
            imageDigest: digest,
            // An image without a tag is what clean-up rules remove first. This one can never name other bytes.
            imageTag: digest.replace(':', '-'),
          }),
        )),
      { ImageAlreadyExistsException: () => undefined },
    );
}

type Repository = ReturnType<typeof repositoryOf>;

async function isThere(client: ECRClient, repository: Repository, digest: Digest): Promise<boolean> {
  const { layers = [] } = await awsCall('ECR BatchCheckLayerAvailability', () =>
    client.send(new BatchCheckLayerAvailabilityCommand({ ...repository, layerDigests: [digest] })),
  );
  return layers.some((layer) => layer.layerDigest === digest && layer.layerAvailability === 'AVAILABLE');
}

async function push(
  client: ECRClient,
  repository: Repository,
  { digest, size, file }: ImageToPush['blobs'][number],
  read: ReadPart,
): Promise<void> {
  const { uploadId, partSize } = await awsCall('ECR InitiateLayerUpload', () =>
    client.send(new InitiateLayerUploadCommand(repository)),
  );
  if (uploadId === undefined || partSize === undefined || partSize < 1)
    throw new Terminal('ECR InitiateLayerUpload: the answer has no id or no size of a part');
  for (let from = 0; from < size; from += partSize) {
    const to = Math.min(from + partSize, size) - 1;
    const layerPartBlob = await read(file, from, to);
    await awsCall('ECR UploadLayerPart', () =>
      client.send(
        new UploadLayerPartCommand({ ...repository, uploadId, partFirstByte: from, partLastByte: to, layerPartBlob }),
      ),
    );
  }
  await awsCall(
    'ECR CompleteLayerUpload',
    async () =>
      void (await client.send(new CompleteLayerUploadCommand({ ...repository, uploadId, layerDigests: [digest] }))),
    { LayerAlreadyExistsException: () => undefined },
  );
}
