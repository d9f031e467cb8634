import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EcsTarget } from '../../../core/contracts/ecs-target.ts';
import { serveJson, ServiceError, type Input } from './json-service.ts';
import type { Mover } from './shift-mover.ts';

type Definition = Readonly<Record<string, unknown>> & {
  readonly family: string;
  readonly containerDefinitions: readonly (Readonly<Record<string, unknown>> & { readonly name: string })[];
};
/** What stands behind each target group, and the listener's weights. */
type Service = { readonly groups: readonly [string, string]; tasks: Map<string, string>; weights: Map<string, number> };

const ACCOUNT = 'arn:aws:ecs:eu-west-1:123456789012:task-definition';

/** As much of ECS, ECR and a load balancer as moving the traffic of a service between two target groups needs. */
export async function startEcs({ keepsMinutes = 60 } = {}) {
  const revisions = new Map<string, Definition[]>();
  const services = new Map<string, Service>();
  /** `<repository>@<digest>` */
  const images = new Set<string>();

  const register = (definition: Definition): string => {
    const known = revisions.get(definition.family) ?? [];
    revisions.set(definition.family, [...known, definition]);
    return `${ACCOUNT}/${definition.family}:${known.length + 1}`;
  };
  const described = (arn: string) => {
    const [family = '', revision = ''] = arn.slice(arn.indexOf('/') + 1).split(':');
    const definition = revisions.get(family)?.[Number(revision) - 1];
    if (definition === undefined) throw new ServiceError('ClientException', 'Unable to describe task definition.');
    // What ECS adds, and what a registration must leave out again.
    return {
      ...definition,
      taskDefinitionArn: `${ACCOUNT}/${family}:${revision}`,
      revision: Number(revision),
      status: 'ACTIVE',
      compatibilities: ['EC2', 'FARGATE'],
      requiresAttributes: [{ name: 'ecs.capability.execution-role-ecr-pull' }],
      registeredAt: 1_700_000_000,
      registeredBy: 'arn:aws:sts::123456789012:assumed-role/deploy/session',
    };
  };
  const newest = (name: string) =>
    name.includes(':') ? name : `${ACCOUNT}/${name}:${revisions.get(name)?.length ?? 0}`;

  const ecs = await serveJson({
    DescribeServices: (input: Input) => {
      const name = `${String(input['cluster'])}/${(input['services'] as string[])[0] ?? ''}`;
      const service = services.get(name);
      if (service === undefined) return { services: [], failures: [{ reason: 'MISSING' }] };
      const taskSets = [...service.tasks].map(([targetGroupArn, taskDefinition]) => ({
        status: service.weights.get(targetGroupArn) === 100 ? 'PRIMARY' : 'ACTIVE',
        taskDefinition,
        loadBalancers: [{ targetGroupArn }],
      }));
      return { services: [{ serviceName: name, status: 'ACTIVE', taskSets }] };
    },
    DescribeTaskDefinition: ({ taskDefinition }) => ({ taskDefinition: described(newest(String(taskDefinition))) }),
    RegisterTaskDefinition: (input: Input) => ({ taskDefinition: described(register(input as Definition)) }),
  });
  const ecr = await serveJson({
    DescribeImages: (input: Input) => {
      const repository = `${String(input['registryId'])}.dkr.ecr.eu-west-1.amazonaws.com/${String(input['repositoryName'])}`;
      const [{ imageDigest } = { imageDigest: '' }] = input['imageIds'] as { imageDigest: string }[];
      if (!images.has(`${repository}@${imageDigest}`)) throw new ServiceError('ImageNotFoundException');
      return { imageDetails: [{ imageDigest }] };
    },
  });
  const balancer = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const listener = new URLSearchParams(Buffer.concat(chunks).toString('utf8')).get('ListenerArn') ?? '';
      const service = byListener.get(listener);
      response.writeHead(service === undefined ? 400 : 200, { 'content-type': 'text/xml' });
      response.end(service === undefined ? NO_LISTENER : rulesOf(service));
    });
  });
  const byListener = new Map<string, Service>();
  const byGroup = new Map<string, Service>();
  await new Promise<void>((listening) => balancer.listen(0, '127.0.0.1', listening));

  return {
    ecs,
    ecr,
    balancerUrl: `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`,
    images,
    /** Revision 1 of its family serves with this label. */
    add(target: EcsTarget, family: string, label: string | null) {
      const definition: Definition = {
        family,
        cpu: '256',
        taskRoleArn: target.roleArns[0],
        containerDefinitions: [
          {
            name: target.containerName,
            image: `${target.repository}@sha256:${'0'.repeat(64)}`,
            environment: [{ name: 'CURRENCY', value: 'EUR' }],
            dockerLabels: { team: 'shop', ...(label === null ? {} : { 'interlock.version': label }) },
          },
          { name: 'proxy', image: 'public.ecr.aws/proxy:1' },
        ],
      };
      revisions.delete(family);
      const [blue, green] = target.targetGroupArns;
      const service: Service = {
        groups: [blue, green],
        tasks: new Map([[blue, register(definition)]]),
        weights: new Map([
          [blue, 100],
          [green, 0],
        ]),
      };
      services.set(`${target.cluster}/${target.service}`, service);
      byListener.set(target.listenerArn, service);
      byGroup.set(`${target.applicationName}/${target.deploymentGroupName}`, service);
    },
    /** The revision with most traffic, and the percent of others. */
    serving(target: EcsTarget): { version: string; weights: Record<string, number> } {
      const { tasks, weights } = byListener.get(target.listenerArn)!;
      const shares = [...weights].filter(([, weight]) => weight > 0).sort(([, a], [, b]) => b - a);
      const named = shares.map(([group, weight]) => [(tasks.get(group) ?? '').split(':').at(-1)!, weight] as const);
      return { version: named[0]![0], weights: Object.fromEntries(named.slice(1)) };
    },
    behind: (target: EcsTarget) => byListener.get(target.listenerArn)!.tasks,
    weigh: (target: EcsTarget, group: string, weight: number) =>
      void byListener.get(target.listenerArn)!.weights.set(group, weight),
    revisions: (family: string): readonly Definition[] => revisions.get(family) ?? [],
    /** What CodeDeploy does with it. */
    moveService: (group: string, taskDefinition: string): Mover => {
      const service = byGroup.get(group)!;
      let old = '';
      let replacement = '';
      const weigh = (percent: number) =>
        void (service.weights = new Map([
          [old, 100 - percent],
          [replacement, percent],
        ]));
      return {
        keepsMinutes,
        begin: async (percent) => {
          const [a, b] = service.groups;
          [old, replacement] = (service.weights.get(a) ?? 0) >= (service.weights.get(b) ?? 0) ? [a, b] : [b, a];
          service.tasks.set(replacement, taskDefinition);
          weigh(percent);
        },
        finish: async () => weigh(100),
        back: async () => {
          if (old === '') return;
          weigh(0);
          service.tasks.delete(replacement);
        },
        release: async () => void service.tasks.delete(old),
      };
    },
    close: async () => {
      await Promise.all([
        ecs.close(),
        ecr.close(),
        new Promise<void>((closed) => {
          balancer.close(() => closed());
          balancer.closeAllConnections();
        }),
      ]);
    },
  };
}
export type EcsDouble = Awaited<ReturnType<typeof startEcs>>;

const NO_LISTENER =
  '<ErrorResponse><Error><Type>Sender</Type><Code>ListenerNotFound</Code><Message>x</Message></Error></ErrorResponse>';

/** One rule for an address of its own and the default: CodeDeploy changes both. */
function rulesOf({ weights }: Service): string {
  const groups = [...weights].map(
    ([arn, weight]) => `<member><TargetGroupArn>${arn}</TargetGroupArn><Weight>${weight}</Weight></member>`,
  );
  const forward = `<member><Type>forward</Type><ForwardConfig><TargetGroups>${groups.join('')}</TargetGroups></ForwardConfig></member>`;
  const other = '<member><Type>fixed-response</Type></member>';
  const rule = (priority: string, action: string) =>
    `<member><Priority>${priority}</Priority><Actions>${action}</Actions></member>`;
  return `<DescribeRulesResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><DescribeRulesResult><Rules>${rule('1', other)}${rule('default', forward)}</Rules></DescribeRulesResult></DescribeRulesResponse>`;
}
