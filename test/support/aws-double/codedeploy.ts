import { randomBytes } from 'node:crypto';
import { serveJson, ServiceError, type Input, type Service } from './json-service.ts';
import { aliasMover, type AliasUpdate, type Mover } from './shift-mover.ts';

export type { AliasUpdate };
export type CodeDeployOptions = {
  /** Milliseconds; may run faster than the wall clock. */
  readonly now: () => number;
  readonly updateAlias: (update: AliasUpdate) => Promise<void>;
  /** Moves the traffic of an ECS service to the task definition; left out: there is none. */
  readonly moveService?: (group: string, taskDefinition: string) => Mover;
  /** Those of the named alarms that are on now. */
  readonly alarmsOn: (names: readonly string[]) => Promise<readonly string[]>;
  /** By `<application>/<group>`. */
  readonly groups: Readonly<Record<string, { readonly alarms: readonly string[] }>>;
  /** Null minutes: all at once. */
  readonly configs: Readonly<Record<string, { readonly percent: number; readonly minutes: number | null }>>;
  /** Real milliseconds between two looks of its own; left out: it moves only when it is called or told to. */
  readonly everyMs?: number;
};

type Deployment = {
  readonly id: string;
  readonly group: string;
  readonly config: string;
  readonly description: string;
  readonly mover: Mover;
  readonly rollsBack: boolean;
  readonly createTime: number;
  status: 'Created' | 'InProgress' | 'Succeeded' | 'Failed' | 'Stopped';
  startTime: number | null;
  completeTime: number | null;
  error: string | null;
  /** Since when it has been keeping the old version. */
  waitingSince: number | null;
  waitIsOver: boolean;
  rollbackId: string | null;
  readonly rollbackOf: string | null;
};
export type CodeDeployDouble = Service & {
  /** Moves every deployment on by at most one state. */
  tick(): Promise<void>;
  /** Of all deployments, oldest first. */
  ids(): readonly string[];
  isRollback(id: string): boolean;
  /** The next rollback fails. */
  breakNextRollback(): void;
};

const ALL_AT_ONCE = { percent: 100, minutes: null };
const DEFAULTS = ['CodeDeployDefault.LambdaAllAtOnce', 'CodeDeployDefault.ECSAllAtOnce'];

/**
 * CodeDeploy for Lambda and ECS: shifts weights on a clock, watches alarms, keeps an ECS service's old tasks for a
 * while, rolls back by a deployment of its own, one deployment a group at a time.
 */
export async function startCodeDeploy(options: CodeDeployOptions): Promise<CodeDeployDouble> {
  const { now } = options;
  const all: Deployment[] = [];
  let breaking = false;
  let turn: Promise<void> = Promise.resolve();
  const isActive = (d: Deployment) => d.status === 'Created' || d.status === 'InProgress';

  const add = (
    group: string,
    config: string,
    description: string,
    mover: Mover,
    rollbackOf: string | null,
    rollsBack = true,
  ) => {
    const id = `d-${randomBytes(5).toString('hex').slice(0, 9).toUpperCase()}`;
    const times = { createTime: now(), startTime: null, completeTime: null };
    all.push({
      id,
      group,
      config,
      description,
      mover,
      rollsBack,
      ...times,
      status: 'Created',
      error: null,
      waitingSince: null,
      waitIsOver: false,
      rollbackId: null,
      rollbackOf,
    });
    return id;
  };
  const end = (d: Deployment, status: Deployment['status'], error: string | null, rollBack: boolean) => {
    Object.assign(d, { status, error, completeTime: now() });
    if (!rollBack) return;
    d.rollbackId = add(d.group, 'CodeDeployDefault.LambdaAllAtOnce', 'rollback', d.mover, d.id);
  };

  const moverOf = (input: Input, group: string): Mover => {
    const { appSpecContent } = input['revision'] as { appSpecContent: { content: string } };
    const spec = JSON.parse(appSpecContent.content) as AppSpec;
    const { Type, Properties } = Object.values(spec.Resources[0]!)[0]!;
    if (Type === 'AWS::ECS::Service' && options.moveService !== undefined)
      return options.moveService(group, String(Properties['TaskDefinition']));
    const { Name = '', Alias = '', CurrentVersion = '', TargetVersion = '' } = Properties;
    if (Type !== 'AWS::Lambda::Function' || CurrentVersion === TargetVersion)
      throw new ServiceError('InvalidRevisionException', 'the versions are the same');
    return aliasMover(options.updateAlias, { name: Name, alias: Alias, from: CurrentVersion, to: TargetVersion });
  };

  const step = async (d: Deployment): Promise<void> => {
    const config = options.configs[d.config] ?? ALL_AT_ONCE;
    const isStopped = async () => (await options.alarmsOn(options.groups[d.group]!.alarms)).length > 0;
    if (d.status === 'Created') {
      if (d.rollbackOf === null && (await isStopped())) return end(d, 'Stopped', 'ALARM_ACTIVE', d.rollsBack);
      d.status = 'InProgress';
      d.startTime = now();
      if (d.rollbackOf === null) await d.mover.begin(config.minutes === null ? 0 : config.percent);
      return;
    }
    if (d.rollbackOf !== null) {
      if (breaking) {
        breaking = false;
        return end(d, 'Failed', 'INTERNAL_ERROR', false);
      }
      await d.mover.back();
      return end(d, 'Succeeded', null, false);
    }
    if (await isStopped()) return end(d, 'Stopped', 'ALARM_ACTIVE', d.rollsBack);
    if (config.minutes !== null && now() < d.startTime! + config.minutes * 60_000) return;
    const { keepsMinutes } = d.mover;
    if (d.waitingSince === null) {
      await d.mover.finish();
      if (keepsMinutes === null) return end(d, 'Succeeded', null, false);
      d.waitingSince = now();
    } else if (d.waitIsOver || now() >= d.waitingSince + (keepsMinutes ?? 0) * 60_000) {
      await d.mover.release();
      end(d, 'Succeeded', null, false);
    }
  };
  const tick = () => {
    turn = turn.then(async () => {
      for (const d of all.filter(isActive)) await step(d);
    });
    return turn;
  };

  const known = (id: unknown): Deployment => {
    const found = all.find((d) => d.id === id);
    if (found === undefined) throw new ServiceError('DeploymentDoesNotExistException', String(id));
    return found;
  };
  const service = await serveJson({
    CreateDeployment: (input) => {
      const group = groupOf(input);
      if (options.groups[group] === undefined) throw new ServiceError('DeploymentGroupDoesNotExistException', group);
      const config = String(input['deploymentConfigName']);
      if (options.configs[config] === undefined && !DEFAULTS.includes(config))
        throw new ServiceError('DeploymentConfigDoesNotExistException', config);
      const active = all.find((d) => d.group === group && isActive(d));
      if (active) throw new ServiceError('DeploymentLimitExceededException', `${active.id} is under way in ${group}`);
      const { enabled } = (input['autoRollbackConfiguration'] ?? {}) as { enabled?: boolean };
      const description = String(input['description'] ?? '');
      return { deploymentId: add(group, config, description, moverOf(input, group), null, enabled === true) };
    },
    GetDeployment: ({ deploymentId }) => ({ deploymentInfo: infoOf(known(deploymentId)) }),
    BatchGetDeployments: ({ deploymentIds }) => ({
      deploymentsInfo: (deploymentIds as string[]).map((id) => infoOf(known(id))),
    }),
    ListDeployments: (input) => {
      const { start = 0 } = (input['createTimeRange'] ?? {}) as { start?: number };
      const mine = all.filter((d) => d.group === groupOf(input) && d.createTime >= start * 1000);
      return { deployments: mine.map((d) => d.id).reverse() };
    },
    ContinueDeployment: ({ deploymentId, deploymentWaitType }) => {
      const d = known(deploymentId);
      if (!isActive(d)) throw new ServiceError('DeploymentAlreadyCompletedException', d.id);
      if (deploymentWaitType !== 'TERMINATION_WAIT' || d.waitingSince === null)
        throw new ServiceError('DeploymentIsNotInReadyStateException', d.id);
      d.waitIsOver = true;
      return {};
    },
    StopDeployment: ({ deploymentId, autoRollbackEnabled }) => {
      const d = known(deploymentId);
      if (!isActive(d)) throw new ServiceError('DeploymentAlreadyCompletedException', d.id);
      end(d, 'Stopped', 'MANUAL_STOP', autoRollbackEnabled === true && d.rollbackOf === null);
      return { status: 'Pending' };
    },
  });
  const timer = options.everyMs === undefined ? null : setInterval(() => void tick(), options.everyMs);
  return {
    ...service,
    tick,
    ids: () => all.map((d) => d.id),
    isRollback: (id) => known(id).rollbackOf !== null,
    breakNextRollback: () => void (breaking = true),
    close: async () => {
      if (timer !== null) clearInterval(timer);
      await turn.catch(() => undefined);
      await service.close();
    },
  };
}

const groupOf = (input: Input): string => `${String(input['applicationName'])}/${String(input['deploymentGroupName'])}`;

type AppSpec = {
  readonly Resources: readonly Record<
    string,
    { readonly Type: string; readonly Properties: Readonly<Record<string, string>> }
  >[];
};

/** Times are seconds in this protocol. */
function infoOf(d: Deployment) {
  const seconds = (ms: number | null) => (ms === null ? undefined : ms / 1000);
  return {
    deploymentId: d.id,
    status: d.status,
    description: d.description,
    deploymentConfigName: d.config,
    createTime: seconds(d.createTime),
    startTime: seconds(d.startTime),
    completeTime: seconds(d.completeTime),
    ...(d.error === null ? {} : { errorInformation: { code: d.error, message: d.error } }),
    rollbackInfo: {
      ...(d.rollbackId === null ? {} : { rollbackDeploymentId: d.rollbackId }),
      ...(d.rollbackOf === null ? {} : { rollbackTriggeringDeploymentId: d.rollbackOf }),
    },
  };
}
