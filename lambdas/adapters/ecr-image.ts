import { DescribeImagesCommand, type ECRClient } from '@aws-sdk/client-ecr';
import { Terminal } from '../../core/contracts/errors.ts';
import type { Digest } from '../../core/contracts/ids.ts';
import { awsCall } from './aws-errors.ts';

/** `<account>.dkr.ecr.<region>.amazonaws.com/<name>` as ECR's API wants it. */
export function repositoryOf(uri: string): { readonly registryId: string; readonly repositoryName: string } {
  return { registryId: uri.slice(0, uri.indexOf('.')), repositoryName: uri.slice(uri.indexOf('/') + 1) };
}

/** Whether the registered repository holds the image. */
export async function hasImage(client: ECRClient, repository: string, imageDigest: Digest): Promise<boolean> {
  const answer = await awsCall(
    'ECR DescribeImages',
    () => client.send(new DescribeImagesCommand({ ...repositoryOf(repository), imageIds: [{ imageDigest }] })),
    { ImageNotFoundException: () => null },
  );
  if (answer === null) return false;
  if (!(answer.imageDetails ?? []).some((image) => image.imageDigest === imageDigest))
    throw new Terminal('ECR DescribeImages: the answer is about another image');
  return true;
}
