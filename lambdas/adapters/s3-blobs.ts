import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Terminal } from '../../core/contracts/errors.ts';
import { blobKeySchema } from '../../core/contracts/ids.ts';
import { checked } from '../kit/checked.ts';
import type { Blobs } from '../ports.ts';
import { awsCall } from './aws-errors.ts';

type Options = { readonly bucket: string };

/**
 * Blobs as objects of one bucket, under their own keys. Who may not list the bucket is answered "access denied" for a
 * key that is not there, so a role that reads needs s3:ListBucket: null is only said of what S3 says is not there.
 */
export function createS3Blobs(client: S3Client, { bucket }: Options): Blobs {
  return {
    put: async (key, content) => {
      const Key = checked(blobKeySchema, key, 'blob key');
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      await awsCall('S3 PutObject', () =>
        client.send(
          new PutObjectCommand({ Bucket: bucket, Key, Body: bytes, ContentType: 'application/octet-stream' }),
        ),
      );
    },
    get: (key) =>
      awsCall<Uint8Array, null>(
        'S3 GetObject',
        async () => {
          const Key = checked(blobKeySchema, key, 'blob key');
          const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
          if (Body === undefined) throw new Terminal('S3 GetObject: an answer without a body');
          return new Uint8Array(await Body.transformToByteArray());
        },
        { NoSuchKey: () => null },
      ),
  };
}
