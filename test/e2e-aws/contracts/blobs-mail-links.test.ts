import { randomUUID } from 'node:crypto';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { CreateEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import { createS3Blobs } from '../../../lambdas/adapters/s3-blobs.ts';
import { createSecretLinkSigner } from '../../../lambdas/adapters/secret-link-signer.ts';
import { createSesMail } from '../../../lambdas/adapters/ses-mail.ts';
import { dynamoDbClient, s3Client, secretsClient, sesClient } from '../../../lambdas/kit/clients.ts';
import { blobsContract } from '../../contracts/blobs-contract.ts';
import { linkSignerContract } from '../../contracts/link-signer-contract.ts';
import { mailContract, type ReceivedMail } from '../../contracts/mail-contract.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { emulatorUrl } from '../emulator.ts';
import { adapterOnTable } from './temporary-table.ts';

const url = emulatorUrl();
const clock = fixedClock();

blobsContract('S3', async () => {
  const bucket = `interlock-test-${randomUUID()}`;
  await s3Client().send(new CreateBucketCommand({ Bucket: bucket }));
  const create = () => createS3Blobs(s3Client(), { bucket });
  return { port: create(), other: create(), clock, end: () => {} };
});

linkSignerContract('Secrets Manager', async () => {
  const signerOf = async () => {
    const { ARN } = await secretsClient().send(
      new CreateSecretCommand({ Name: `interlock-test-${randomUUID()}`, SecretString: randomUUID() + randomUUID() }),
    );
    return () => createSecretLinkSigner(secretsClient(), { secretArn: ARN! });
  };
  const [ours, theirs] = await Promise.all([signerOf(), signerOf()]);
  return { port: await ours(), other: await ours(), stranger: await theirs(), clock, end: () => {} };
});

mailContract('SES', async () => {
  // One sender for each test: the emulator keeps all mail in one list.
  const from = `interlock-${randomUUID()}@example.com`;
  await sesClient().send(new CreateEmailIdentityCommand({ EmailIdentity: from }));
  const adapters = await adapterOnTable((options) =>
    createSesMail(sesClient(), dynamoDbClient(), { ...options, from, onFault: () => {}, pauseMs: 20 }),
  );
  return { ...adapters, received: () => received(from) };
});

type Sent = {
  readonly Source: string;
  readonly To: string[];
  readonly BCC: string[];
  readonly Subject: string;
  readonly BodyText: string;
  readonly BodyHtml: string;
};

/** What SES was given. The emulator keeps no header lines; a blind copy is all that a subject could have added. */
async function received(from: string): Promise<readonly ReceivedMail[]> {
  const answer = await fetch(`${url}/_ministack/ses/messages`);
  const { messages } = (await answer.json()) as { readonly messages: Readonly<Record<string, readonly Sent[]>> };
  return Object.values(messages)
    .flat()
    .filter((mail) => mail.Source === from)
    .map((mail) => ({
      from: mail.Source,
      to: mail.To,
      subject: mail.Subject,
      text: mail.BodyText,
      html: mail.BodyHtml,
      headers: /[\r\n]/.test(mail.Subject) || mail.BCC.length > 0 ? ['bcc'] : [],
    }));
}
