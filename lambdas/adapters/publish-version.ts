import {
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { Terminal, Transient } from '../../core/contracts/errors.ts';
import type { ServiceName } from '../../core/contracts/ids.ts';
import type { Version } from '../../core/contracts/shift.ts';
import { versionDescription } from '../../core/contracts/target.ts';
import { awsCall } from './aws-errors.ts';
import type { DeploymentDocuments } from './deployment-documents.ts';
import type { Published } from './platform.ts';

export type PublishWorld = {
  readonly lambda: LambdaClient;
  readonly documents: Pick<DeploymentDocuments, 'artifacts'>;
  readonly bucket: string;
  readonly pause: (ms: number) => Promise<void>;
};

/** Taking over new code takes a function a few seconds. */
const TRIES = 20;
const PAUSE_MS = 1_000;

/**
 * The version of a function that holds a commit's artifact; published once, then remembered. Only bytes whose SHA-256
 * was recorded when the gates built them: anything else that lies in the bucket is refused.
 */
export async function publishVersion(
  world: PublishWorld,
  service: ServiceName,
  functionName: string,
  of: Version,
): Promise<Published> {
  const artifact = await world.documents.artifacts.get(service, of.commit);
  if (artifact === null) return refused(`the gates recorded no artifact of ${of.commit.slice(0, 12)}`);
  const known = artifact.published[functionName];
  if (known !== undefined) return { kind: 'PUBLISHED', version: known };

  const codeSha256 = Buffer.from(artifact.sha256, 'hex').toString('base64');
  const S3Key = artifact.key;
  const uploaded = await awsCall(
    'Lambda UpdateFunctionCode',
    () =>
      world.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: functionName, S3Bucket: world.bucket, S3Key })),
    // The function still takes over what it was given before.
    { ResourceConflictException: () => busy(functionName, 'is being updated') },
  );
  const { CodeSha256 } = uploaded;
  if (CodeSha256 !== codeSha256)
    return refused(`${S3Key} is not what the gates built: its SHA-256 differs from the recorded one`);
  await untilTakenOver(world, functionName);
  const published = await awsCall(
    'Lambda PublishVersion',
    () =>
      world.lambda.send(
        new PublishVersionCommand({
          FunctionName: functionName,
          CodeSha256: codeSha256,
          Description: versionDescription(of),
        }),
      ),
    {
      ResourceConflictException: () => busy(functionName, 'is being updated'),
      // Somebody gave the function other code in between.
      InvalidParameterValueException: () => busy(functionName, 'has other code by now'),
    },
  );
  const { Version: version, CodeSha256: publishedSha } = published;
  if (version === undefined || !/^\d+$/.test(version) || publishedSha !== codeSha256)
    throw new Terminal(`Lambda PublishVersion: version ${version ?? 'none'} of ${functionName} has other code`);
  const written = await world.documents.artifacts.change(
    service,
    (current) =>
      current === null || current.published[functionName] !== undefined
        ? null
        : { ...current, published: { ...current.published, [functionName]: version } },
    of.commit,
  );
  return { kind: 'PUBLISHED', version: written?.published[functionName] ?? version };
}

async function untilTakenOver({ lambda, pause }: PublishWorld, functionName: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { LastUpdateStatus, LastUpdateStatusReasonCode } = await awsCall('Lambda GetFunctionConfiguration', () =>
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName })),
    );
    if (LastUpdateStatus === 'Successful') return;
    if (LastUpdateStatus === 'Failed')
      throw new Terminal(
        `${functionName} could not take its new code over: ${LastUpdateStatusReasonCode ?? 'unknown'}`,
      );
    if (tries === TRIES) throw new Transient(`${functionName} is still taking its new code over`);
    await pause(PAUSE_MS);
  }
}

const refused = (why: string): Published => ({ kind: 'REFUSED', why });

function busy(functionName: string, what: string): never {
  throw new Transient(`${functionName} ${what}`);
}
