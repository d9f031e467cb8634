import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GatesReport } from '../../../core/contracts/gates-report.ts';
import { createHandler } from '../../../lambdas/gates-ended/handler.ts';
import { createCodebuildGates } from '../../../lambdas/adapters/codebuild-gates.ts';
import { createDeploymentDocuments } from '../../../lambdas/adapters/deployment-documents.ts';
import type { Blobs } from '../../../lambdas/ports.ts';
import { release } from '../../contracts/samples.ts';
import { fakeCallbacks } from '../fakes/callbacks.ts';
import { fakeSettings } from '../fakes/settings.ts';
import { fakeDynamo } from '../fake-dynamo.ts';
import { startCodeBuild, type BuildEndedEvent } from './codebuild.ts';
import { spoilCall } from './spoil-call.ts';

export const RELEASE = release(7);
export const HEAD = RELEASE.change.head;
export const RUN = {
  releaseId: RELEASE.releaseId,
  source: { kind: 'CODECOMMIT', name: 'shop' },
  base: RELEASE.change.base,
  head: HEAD,
  taskToken: 'token-1',
} as const;
/** The build writes its own id into it. */
export const PASSED_REPORT: GatesReport = {
  version: 1,
  request: {
    buildId: 'BUILD_ID',
    releaseId: RELEASE.releaseId,
    service: RELEASE.change.service,
    base: RUN.base,
    head: HEAD,
  },
  run: {
    status: 'PASSED',
    summary: '1 of 1 gates passed',
    results: [{ gate: 'secrets', stage: 'fast', status: 'PASSED', summary: '', findings: [], seconds: 1 }],
  },
  artifact: { sha256: 'a'.repeat(64), image: null },
};

/** The real project's buildspec ends with a report; this one has the report in the source and no gate but `test.sh`. */
const BUILDSPEC = `
version: 0.2
env:
  variables:
    GREETING: hello
phases:
  install:
    commands:
      - mkdir elsewhere && cd elsewhere
      - export GREETING="$GREETING, world"
      - cd "$CODEBUILD_SRC_DIR"
  build:
    commands:
      - sh ./test.sh
  post_build:
    commands:
      - echo "build of $CODEBUILD_RESOLVED_SOURCE_VERSION said $GREETING"
      - test ! -f gates.json || sed "s/BUILD_ID/$CODEBUILD_BUILD_ID/" gates.json > "$REPORTS/$CODEBUILD_BUILD_ID.json"
`;

export type Source = { readonly test?: string; readonly report?: unknown };

/** Gates on the double: what the build does and leaves is said by `source`. Events are kept until `deliver`. */
export async function gatesWorld(source: Source, reports: string, project: object = {}) {
  const dynamo = fakeDynamo();
  const documents = createDeploymentDocuments(dynamo.client, 'deployments');
  const events: BuildEndedEvent[] = [];
  const stored = new Map<string, Uint8Array>();
  /** What happens at the moment between a build's start and its id being written down. */
  const hooks = { afterPut: (): Promise<void> => Promise.resolve() };
  const blobs: Blobs = {
    put: async (key, content) => {
      stored.set(key, Buffer.from(content));
      await hooks.afterPut();
    },
    get: async (key) => stored.get(key) ?? null,
  };
  const codeBuild = await startCodeBuild({
    projects: { gates: { buildspec: BUILDSPEC, environment: { REPORTS: reports }, ...project } },
    checkout: async (_, folder) => {
      await writeFile(join(folder, 'test.sh'), source.test ?? 'exit 0');
      if (source.report !== undefined)
        await writeFile(
          join(folder, 'gates.json'),
          typeof source.report === 'string' ? source.report : JSON.stringify(source.report),
        );
    },
    ended: (event) => void events.push(event),
  });
  const client = new CodeBuildClient({
    endpoint: codeBuild.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
  });
  const callbacks = fakeCallbacks();
  const gates = createCodebuildGates(client, {
    project: (source) => (source.kind === 'CODECOMMIT' && source.name === 'shop' ? 'gates' : 'gates-of-another'),
    documents,
    blobs,
    callbacks,
    releases: { get: (id) => Promise.resolve(id === RELEASE.releaseId ? RELEASE : null) },
  });
  return {
    gates,
    documents,
    callbacks,
    codeBuild,
    client,
    dynamo,
    blobs: stored,
    events,
    hooks,
    faults: spoilCall([client]),
    ended: createHandler({ blobs, callbacks, documents, settings: fakeSettings() }),
    close: async () => {
      client.destroy();
      await codeBuild.close();
    },
  };
}
