/** The two commands of the AWS CLI that a gate build uses (lib/constructs/gates-buildspec.ts), against AWS_ENDPOINT_URL. */
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { readFileSync, writeFileSync } from 'node:fs';

const [service, command, ...words] = process.argv.slice(2);
const s3 = new S3Client({ forcePathStyle: true });
const place = (url: string) => {
  const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(url)!;
  return { Bucket, Key };
};

if (service === 's3' && command === 'cp') {
  const [from = '', to = ''] = words;
  if (to.startsWith('s3://')) await s3.send(new PutObjectCommand({ ...place(to), Body: readFileSync(from) }));
  else {
    const { Body } = await s3.send(new GetObjectCommand(place(from)));
    writeFileSync(to, await Body!.transformToByteArray());
  }
} else if (service === 'ssm' && command === 'get-parameter') {
  const Name = words[words.indexOf('--name') + 1];
  const { Parameter } = await new SSMClient({}).send(new GetParameterCommand({ Name }));
  process.stdout.write(`${Parameter!.Value}\n`);
} else throw new Error(`unknown command: aws ${service} ${command}`);
