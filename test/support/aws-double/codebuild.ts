import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveJson, ServiceError, type Service } from './json-service.ts';
import { endGroup, runPhases, type Build, type Project } from './run-buildspec.ts';

export type BuildEndedEvent = {
  readonly source: 'aws.codebuild';
  readonly 'detail-type': 'CodeBuild Build State Change';
  readonly detail: { readonly 'build-id': string; readonly 'build-status': string; readonly 'project-name': string };
};
export type CodeBuildOptions = {
  readonly projects: Readonly<Record<string, Project>>;
  /** Puts the source of a version into an empty folder. */
  readonly checkout: (sourceVersion: string, folder: string) => Promise<void>;
  /** What EventBridge would be told. */
  readonly ended: (event: BuildEndedEvent) => void | Promise<void>;
};
export type CodeBuildDouble = Service & {
  /** Waits until no build is under way. */
  idle(): Promise<void>;
  /** What a build printed. */
  log(buildId: string): string;
};

/** What a role that may choose nothing but the source version is allowed to send. */
const ALLOWED = ['projectName', 'sourceVersion', 'idempotencyToken'];
const ARN = 'arn:aws:codebuild:us-east-1:000000000000:build/';

/** CodeBuild that runs the commands of the buildspec on this machine, each build in a folder and process group of its own. */
export async function startCodeBuild(options: CodeBuildOptions): Promise<CodeBuildDouble> {
  const builds: Build[] = [];
  const byToken = new Map<string, Build>();
  const known = (id: unknown): Build => {
    const build = builds.find((b) => b.id === id || ARN + b.id === id);
    if (build === undefined) throw new ServiceError('ResourceNotFoundException', `build ${String(id)} cannot be found`);
    return build;
  };
  const run = async (build: Build, project: Project): Promise<void> => {
    const folder = await mkdtemp(join(tmpdir(), 'codebuild-double-'));
    try {
      await mkdir(join(folder, 'source'));
      await options.checkout(build.sourceVersion, join(folder, 'source'));
      build.status = await runPhases(build, project, folder);
    } catch (error) {
      build.log += String(error);
      build.status = 'FAILED';
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    await options.ended({
      source: 'aws.codebuild',
      'detail-type': 'CodeBuild Build State Change',
      detail: { 'build-id': ARN + build.id, 'build-status': build.status, 'project-name': build.projectName },
    });
  };
  const service = await serveJson({
    StartBuild: (input) => {
      const override = Object.keys(input).find((key) => !ALLOWED.includes(key));
      if (override !== undefined)
        throw new ServiceError('AccessDeniedException', `not authorized to override ${override}`);
      const token = input['idempotencyToken'] as string | undefined;
      const projectName = String(input['projectName']);
      const project = options.projects[projectName];
      if (project === undefined) throw new ServiceError('ResourceNotFoundException', projectName);
      const sourceVersion = String(input['sourceVersion']);
      const before = token === undefined ? undefined : byToken.get(token);
      if (before !== undefined) return { build: infoOf(before) };
      const id = `${projectName}:${randomUUID()}`;
      const done = Promise.resolve();
      const build: Build = {
        id,
        projectName,
        sourceVersion,
        status: 'IN_PROGRESS',
        log: '',
        child: null,
        stopped: false,
        done,
      };
      builds.push(build);
      if (token !== undefined) byToken.set(token, build);
      build.done = run(build, project).catch((error: unknown) => void (build.log += String(error)));
      return { build: infoOf(build) };
    },
    StopBuild: ({ id }) => {
      const build = known(id);
      if (build.status === 'IN_PROGRESS') {
        build.stopped = true;
        endGroup(build.child);
      }
      return { build: infoOf(build) };
    },
    BatchGetBuilds: ({ ids }) => ({ builds: (ids as string[]).map((id) => infoOf(known(id))) }),
  });
  const idle = async () => {
    await Promise.all(builds.map((b) => b.done));
  };
  return {
    ...service,
    idle,
    log: (id) => known(id).log,
    close: async () => {
      for (const build of builds) {
        build.stopped = true;
        endGroup(build.child);
      }
      await idle();
      await service.close();
    },
  };
}

const infoOf = ({ id, projectName, sourceVersion, status }: Build) => ({
  id,
  arn: ARN + id,
  projectName,
  sourceVersion,
  buildStatus: status,
  buildComplete: status !== 'IN_PROGRESS',
});
