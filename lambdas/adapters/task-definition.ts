import {
  DescribeTaskDefinitionCommand,
  type ECSClient,
  type RegisterTaskDefinitionCommandInput,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { Terminal } from '../../core/contracts/errors.ts';
import { VERSION_LABEL } from '../../core/contracts/ecs-target.ts';
import { awsCall } from './aws-errors.ts';

/** @param name a revision's ARN, or a family for its newest revision */
export async function describeTaskDefinition(client: ECSClient, name: string): Promise<TaskDefinition> {
  const { taskDefinition } = await awsCall('ECS DescribeTaskDefinition', () =>
    client.send(new DescribeTaskDefinitionCommand({ taskDefinition: name })),
  );
  if (taskDefinition?.family === undefined || taskDefinition.taskDefinitionArn === undefined)
    throw new Terminal('ECS DescribeTaskDefinition: the answer has no family or no ARN');
  return taskDefinition;
}

/** The container that takes the requests. */
export function containerOf({ family, containerDefinitions = [] }: TaskDefinition, containerName: string) {
  const container = containerDefinitions.find(({ name }) => name === containerName);
  if (container === undefined) throw new Terminal(`${family} has no container ${containerName}`);
  return container;
}

/** The same task definition with another image and description in one container, as it is registered. */
export function withImage(
  before: TaskDefinition,
  containerName: string,
  { image, description }: { readonly image: string; readonly description: string },
): RegisterTaskDefinitionCommandInput & { readonly family: string } {
  containerOf(before, containerName);
  const containers = (before.containerDefinitions ?? []).map((container) =>
    container.name === containerName
      ? { ...container, image, dockerLabels: { ...container.dockerLabels, [VERSION_LABEL]: description } }
      : container,
  );
  return { ...asRegistered(before), containerDefinitions: containers };
}

const ADDED = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
] as const satisfies readonly (keyof TaskDefinition)[];

/** Without what ECS adds to a definition when it registers it. */
export function asRegistered(
  definition: TaskDefinition,
): RegisterTaskDefinitionCommandInput & { readonly family: string } {
  const given: TaskDefinition = { ...definition };
  for (const field of ADDED) delete given[field];
  return { ...given, family: given.family ?? '', containerDefinitions: given.containerDefinitions };
}
