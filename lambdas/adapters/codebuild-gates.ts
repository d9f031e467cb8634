import { StartBuildCommand, StopBuildCommand, type CodeBuildClient } from '@aws-sdk/client-codebuild';
import { InvalidInput, Terminal, Transient } from '../../core/contracts/errors.ts';
import type { GateRun } from '../../core/contracts/gate-result.ts';
import { buildRequestKey } from '../../core/contracts/gates-report.ts';
import { type HostedSource, nameOf } from '../../core/contracts/hosted-repository.ts';
import type { Blobs, Callbacks, Gates, Releases } from '../ports.ts';
import { awsCall } from './aws-errors.ts';
import type { DeploymentDocuments, StoredGateRun } from './deployment-documents.ts';

type Options = {
  /** Name of the project that checks a repository out. */
  readonly project: (source: HostedSource) => string;
  readonly documents: Pick<DeploymentDocuments, 'gateRuns' | 'builds'>;
  readonly blobs: Pick<Blobs, 'put'>;
  readonly releases: Pick<Releases, 'get'>;
  readonly callbacks: Callbacks;
};

const CANCELLED: GateRun = { status: 'CANCELLED', summary: 'the run was cancelled', results: [] };

/**
 * Gates in CodeBuild: one build of the head for each release, in the project of its repository. The project says what is
 * run, so that nothing but the source version comes from here; gates-ended answers the task token when the build has ended.
 */
export function createCodebuildGates(client: CodeBuildClient, options: Options): Gates {
  const { documents, callbacks } = options;
  const { gateRuns } = documents;
  const answer = ({ taskToken, result }: StoredGateRun): Promise<void> =>
    result === null ? Promise.resolve() : callbacks.succeed(taskToken, { status: result.status });

  return {
    async start({ releaseId, source, base, head, taskToken }) {
      if (source.kind === 'LOCAL')
        throw new InvalidInput(`source: found LOCAL; expected a repository that CodeBuild reaches`);
      const release = await options.releases.get(releaseId);
      if (release === null) throw new Terminal(`release ${releaseId} is not known`);
      const { service } = release.change;
      const run = await gateRuns.change(releaseId, (current) =>
        current === null
          ? { releaseId, service, head, taskToken, buildId: null, result: null }
          : { ...current, taskToken },
      );
      if (run === null) throw new Terminal(`the gate run of ${releaseId} was not stored`);
      if (run.result !== null) return answer(run);
      const buildId = run.buildId ?? (await startBuild(client, options.project(source), source, { releaseId, head }));
      await options.blobs.put(buildRequestKey(buildId), JSON.stringify({ buildId, releaseId, service, base, head }));
      await documents.builds.change(buildId, (current) => (current === null ? { releaseId } : null));
      const begun = await gateRuns.change(releaseId, (current) =>
        current === null || current.buildId !== null ? null : { ...current, buildId },
      );
      // Cancelled meanwhile: nobody else knows of this build.
      if (begun !== null && begun.result !== null) await stopBuild(client, buildId);
    },
    async result(releaseId) {
      return (await gateRuns.get(releaseId))?.result ?? null;
    },
    async cancel(releaseId) {
      const run = await gateRuns.change(releaseId, (current) =>
        current === null || current.result !== null ? null : { ...current, result: CANCELLED },
      );
      if (run?.result?.status !== 'CANCELLED') return;
      await answer(run);
      if (run.buildId !== null) await stopBuild(client, run.buildId);
    },
  };
}

/** The token makes a repeated call, within CodeBuild's five minutes, give the build that is there. */
async function startBuild(
  client: CodeBuildClient,
  projectName: string,
  source: HostedSource,
  { releaseId, head }: { readonly releaseId: string; readonly head: string },
): Promise<string> {
  const { build } = await awsCall(
    'CodeBuild StartBuild',
    () => client.send(new StartBuildCommand({ projectName, sourceVersion: head, idempotencyToken: releaseId })),
    {
      AccountLimitExceededException: () => {
        throw new Transient('CodeBuild StartBuild: the account has too many builds under way');
      },
      ResourceNotFoundException: () => {
        throw new Terminal(`no gates were deployed for ${nameOf(source)}: deploy again with the config that names it`);
      },
    },
  );
  if (build?.id === undefined) throw new Terminal('CodeBuild StartBuild: the answer has no build id');
  return build.id;
}

async function stopBuild(client: CodeBuildClient, id: string): Promise<void> {
  await awsCall('CodeBuild StopBuild', async () => void (await client.send(new StopBuildCommand({ id }))), {
    ResourceNotFoundException: () => undefined,
  });
}
