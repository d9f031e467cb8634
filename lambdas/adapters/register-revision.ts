import { RegisterTaskDefinitionCommand, type ECSClient } from '@aws-sdk/client-ecs';
import type { ECRClient } from '@aws-sdk/client-ecr';
import { canonicalJson } from '../../core/audit/canonical-json.ts';
import { Terminal } from '../../core/contracts/errors.ts';
import type { EcsTarget } from '../../core/contracts/ecs-target.ts';
import type { ServiceName } from '../../core/contracts/ids.ts';
import type { Version } from '../../core/contracts/shift.ts';
import { versionDescription } from '../../core/contracts/target.ts';
import { awsCall } from './aws-errors.ts';
import type { DeploymentDocuments } from './deployment-documents.ts';
import { hasImage } from './ecr-image.ts';
import type { Published } from './platform.ts';
import { asRegistered, containerOf, describeTaskDefinition, withImage } from './task-definition.ts';

export type RevisionWorld = {
  readonly ecs: ECSClient;
  readonly ecr: ECRClient;
  readonly documents: Pick<DeploymentDocuments, 'artifacts'>;
};

/**
 * The revision of a task definition that runs a commit's image: the one that serves, with this image and no other
 * change. Registered once, then remembered. Only the image whose digest was recorded when the gates built it, and only
 * out of the registered repository.
 */
export async function registerRevision(
  world: RevisionWorld,
  name: string,
  target: EcsTarget,
  { service, of, serving }: { readonly service: ServiceName; readonly of: Version; readonly serving: string },
): Promise<Published> {
  const { artifacts } = world.documents;
  const artifact = await artifacts.get(service, of.commit);
  if (artifact === null) return refused(`the gates recorded no artifact of ${of.commit.slice(0, 12)}`);
  const known = artifact.published[name];
  if (known !== undefined) return { kind: 'PUBLISHED', version: known };
  if (artifact.image === null) return refused(`the build of ${of.commit.slice(0, 12)} left no image`);
  if (!(await hasImage(world.ecr, target.repository, artifact.image)))
    return refused(`${target.repository} does not hold the image ${artifact.image} that the gates built`);

  const image = `${target.repository}@${artifact.image}`;
  const version = await register(world.ecs, target, serving, { image, description: versionDescription(of) });
  const written = await artifacts.change(
    service,
    (current) =>
      current === null || current.published[name] !== undefined
        ? null
        : { ...current, published: { ...current.published, [name]: version } },
    of.commit,
  );
  return { kind: 'PUBLISHED', version: written?.published[name] ?? version };
}

async function register(
  client: ECSClient,
  { containerName }: EcsTarget,
  serving: string,
  what: { readonly image: string; readonly description: string },
): Promise<string> {
  const wanted = withImage(await describeTaskDefinition(client, serving), containerName, what);
  // Registering has no idempotency token: a call whose reply was lost has left the family's newest revision.
  const newest = await describeTaskDefinition(client, wanted.family);
  if (canonicalJson(plain(asRegistered(newest))) === canonicalJson(plain(wanted))) return arnOf(newest);
  const { taskDefinition } = await awsCall('ECS RegisterTaskDefinition', () =>
    client.send(new RegisterTaskDefinitionCommand(wanted)),
  );
  if (taskDefinition === undefined || containerOf(taskDefinition, containerName).image !== what.image)
    throw new Terminal('ECS RegisterTaskDefinition: the revision has another image');
  return arnOf(taskDefinition);
}

function arnOf({ taskDefinitionArn }: { readonly taskDefinitionArn?: string | undefined }): string {
  if (taskDefinitionArn === undefined || !/:task-definition\/[\w-]+:\d+$/.test(taskDefinitionArn))
    throw new Terminal('ECS RegisterTaskDefinition: the answer has no revision');
  return taskDefinitionArn;
}

/** Without what is undefined, which two equal definitions may differ in. */
const plain = (value: unknown): Parameters<typeof canonicalJson>[0] => JSON.parse(JSON.stringify(value)) as never;

const refused = (why: string): Published => ({ kind: 'REFUSED', why });
