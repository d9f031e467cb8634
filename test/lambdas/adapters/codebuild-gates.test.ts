import { afterEach, describe, expect, it } from '@jest/globals';
import { StartBuildCommand } from '@aws-sdk/client-codebuild';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInput, Terminal, Transient } from '../../../core/contracts/errors.ts';
import { buildArtifactKey, buildReportKey, buildRequestKey } from '../../../core/contracts/gates-report.ts';
import { commitOf, releaseIdOf } from '../../contracts/samples.ts';
import { gatesWorld, HEAD, PASSED_REPORT, RELEASE, RUN, type Source } from '../../support/aws-double/gates-world.ts';
import { callFaults, SDK_SECRET } from '../../support/sdk-error.ts';

const { releaseId } = RELEASE;
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

async function world(source: Source = { report: PASSED_REPORT }, project: object = {}) {
  const reports = mkdtempSync(join(tmpdir(), 'gates-reports-'));
  cleanUp.push(() => rmSync(reports, { recursive: true, force: true }));
  const w = await gatesWorld(source, reports, project);
  cleanUp.push(w.close);
  /** The builds end, their reports reach the bucket and their events the step. */
  const deliver = async () => {
    await w.codeBuild.idle();
    for (const file of readdirSync(reports))
      w.blobs.set(buildReportKey(file.replace('.json', '')), readFileSync(join(reports, file)));
    const answers = [];
    for (const event of w.events) answers.push(await w.ended(event));
    return answers;
  };
  return { ...w, deliver };
}

describe('CodeBuild gates', () => {
  it('runs one build of the head, chooses nothing but the source version, and answers when it has ended', async () => {
    const w = await world();
    const sent: unknown[] = [];
    w.client.middlewareStack.add(
      (next) => (args) => {
        sent.push(args.input);
        return next(args);
      },
      { step: 'initialize' },
    );
    await w.gates.start(RUN);
    expect(sent).toEqual([{ projectName: 'gates', sourceVersion: HEAD, idempotencyToken: releaseId }]);
    expect(await w.gates.result(releaseId)).toBeNull();
    expect(w.callbacks.answers.size).toBe(0);
    expect(await w.deliver()).toEqual([{ status: 'PASSED' }]);
    expect(await w.gates.result(releaseId)).toEqual(PASSED_REPORT.run);
    expect([...w.callbacks.answers]).toEqual([['token-1', { status: 'PASSED' }]]);
    const [event] = w.events;
    const buildId = event!.detail['build-id'].split('build/')[1]!;
    expect(w.codeBuild.log(buildId)).toContain(`build of ${HEAD} said hello, world`);
    expect(JSON.parse(Buffer.from(w.blobs.get(buildRequestKey(buildId))!).toString())).toEqual({
      buildId,
      releaseId,
      service: RELEASE.change.service,
      base: RUN.base,
      head: HEAD,
    });
    expect(await w.documents.artifacts.get(RELEASE.change.service, HEAD)).toEqual({
      ...PASSED_REPORT.artifact!,
      key: buildArtifactKey(buildId),
      published: {},
    });
  });

  it('a repeated start renews the token only, and after the end answers it at once', async () => {
    const w = await world();
    await w.gates.start(RUN);
    await w.gates.start({ ...RUN, taskToken: 'token-2' });
    expect(await w.deliver()).toHaveLength(1);
    expect([...w.callbacks.answers.keys()]).toEqual(['token-2']);
    await w.gates.start({ ...RUN, taskToken: 'token-3' });
    expect(w.callbacks.answers.get('token-3')).toEqual({ status: 'PASSED' });
    expect(w.codeBuild.calls).toEqual(['StartBuild']);
  });

  const missing = { ...PASSED_REPORT, run: { ...PASSED_REPORT.run, results: [] } };
  const failed = {
    ...PASSED_REPORT,
    run: { ...PASSED_REPORT.run, status: 'FAILED', summary: 'secrets: FAILED', results: [] },
  };
  const of = (other: object) => ({ ...PASSED_REPORT, request: { ...PASSED_REPORT.request, ...other } });
  it.each<[string, Source, RegExp]>([
    ['no report', {}, /left no report/],
    ['a report that is not JSON', { report: '{"version":1' }, /left no report/],
    ['a report of another shape', { report: { ...PASSED_REPORT, version: 2 } }, /left no report/],
    ['a report of another head', { report: of({ head: commitOf(9) }) }, /the report is of head/],
    ['a report of another build', { report: of({ buildId: 'gates:other' }) }, /the report is of buildId/],
    ['a report of another release', { report: of({ releaseId: releaseIdOf(9) }) }, /the report is of releaseId/],
    ['a report of another service', { report: of({ service: 'other' }) }, /the report is of service/],
    ['a report without an artifact', { report: { ...PASSED_REPORT, artifact: null } }, /left no artifact/],
    ['a report without a configured gate', { report: missing }, /no passed result of secrets/],
    ['a failed build with a report that says passed', { test: 'exit 3', report: PASSED_REPORT }, /ended as FAILED/],
    ['a failed gate', { test: 'exit 1', report: failed }, /secrets: FAILED/],
    [
      'a cancelled run that nobody cancelled',
      { report: { ...PASSED_REPORT, run: { ...PASSED_REPORT.run, status: 'CANCELLED' } } },
      /says CANCELLED/,
    ],
  ])('%s is a failed run and no artifact', async (_, source, summary) => {
    const w = await world(source);
    await w.gates.start(RUN);
    expect(await w.deliver()).toEqual([{ status: 'FAILED' }]);
    expect(await w.gates.result(releaseId)).toMatchObject({
      status: 'FAILED',
      summary: expect.stringMatching(summary),
    });
    expect([...w.callbacks.answers.values()]).toEqual([{ status: 'FAILED' }]);
    expect(await w.documents.artifacts.get(RELEASE.change.service, HEAD)).toBeNull();
  });

  it('ends a build that runs too long, with everything that it started', async () => {
    const w = await world({ test: 'sleep 600 & sleep 600', report: PASSED_REPORT }, { timeoutMs: 300 });
    await w.gates.start(RUN);
    expect(await w.deliver()).toEqual([{ status: 'FAILED' }]);
    expect((await w.gates.result(releaseId))?.summary).toContain('TIMED_OUT');
  });

  it('cancels a running build once and answers its token', async () => {
    const w = await world({ test: 'sleep 600', report: PASSED_REPORT });
    await w.gates.cancel(releaseId);
    await w.gates.start(RUN);
    await w.gates.cancel(releaseId);
    await w.gates.cancel(releaseId);
    expect(await w.gates.result(releaseId)).toMatchObject({ status: 'CANCELLED' });
    expect(await w.deliver()).toEqual([{ status: 'CANCELLED' }]);
    expect(w.events[0]?.detail['build-status']).toBe('STOPPED');
    expect([...w.callbacks.answers]).toEqual([['token-1', { status: 'CANCELLED' }]]);
  });

  it('stops a build that was cancelled before its id was written down', async () => {
    const w = await world({ test: 'sleep 600', report: PASSED_REPORT });
    w.hooks.afterPut = () => w.gates.cancel(releaseId);
    await w.gates.start(RUN);
    expect(w.codeBuild.calls).toEqual(['StartBuild', 'StopBuild']);
    expect(await w.deliver()).toEqual([{ status: 'CANCELLED' }]);
  });

  it('a result that is there is not cancelled', async () => {
    const w = await world();
    await w.gates.start(RUN);
    await w.deliver();
    await w.gates.cancel(releaseId);
    expect(await w.gates.result(releaseId)).toMatchObject({ status: 'PASSED' });
    expect(w.codeBuild.calls).not.toContain('StopBuild');
  });

  it('an event that comes twice changes nothing; one of a build that nobody knows yet is tried again', async () => {
    const w = await world();
    await w.gates.start(RUN);
    await w.deliver();
    w.blobs.clear();
    expect(await w.deliver()).toEqual([{ status: 'PASSED' }]);
    const other = structuredClone(w.events[0]!);
    Object.assign(other.detail, { 'build-id': 'arn:aws:codebuild:us-east-1:1:build/gates:other' });
    await expect(w.ended(other)).rejects.toThrow(Transient);
    Object.assign(other.detail, { 'build-status': 'IN_PROGRESS' });
    expect(await w.ended(other)).toEqual({ status: null });
  });

  it('runs the build of another repository in its own project, and says when there is none', async () => {
    const w = await world();
    const other = w.gates.start({ ...RUN, source: { kind: 'GITHUB', owner: 'Acme', name: 'Till' } });
    await expect(other).rejects.toThrow(/no gates were deployed for github:acme\/till/);
    await expect(w.gates.start({ ...RUN, source: { kind: 'CODECOMMIT', name: 'Shop' } })).rejects.toThrow(Terminal);
    await w.gates.start(RUN);
    expect(await w.deliver()).toEqual([{ status: 'PASSED' }]);
  });

  it('refuses a repository that CodeBuild cannot reach, and a release that nobody knows', async () => {
    const w = await world();
    await expect(w.gates.start({ ...RUN, source: { kind: 'LOCAL', path: '/tmp' } })).rejects.toThrow(InvalidInput);
    const unknown = { ...RUN, releaseId: 'rel-00000000000000000099' as typeof releaseId };
    await expect(w.gates.start(unknown)).rejects.toThrow(Terminal);
  });

  it('repeated after a fault of any call, has one build and one answer', async () => {
    const clean = await world();
    await clean.gates.start(RUN);
    const calls = { aws: clean.faults.calls(), dynamo: clean.dynamo.calls.length };
    for (const kind of ['aws', 'dynamo'] as const)
      for (let n = 1; n <= calls[kind]; n += 1)
        for (const fault of callFaults) {
          const w = await world();
          if (kind === 'aws') w.faults.spoil(n, fault);
          else w.dynamo.failCall(n, fault);
          const error = await w.gates.start(RUN).then(
            () => null,
            (e: unknown) => e as Error,
          );
          if (error !== null) {
            expect(error).toBeInstanceOf(fault === 'DENIED' ? Terminal : Transient);
            expect(error.message).not.toContain(SDK_SECRET);
            await w.gates.start(RUN);
          }
          expect(await w.deliver()).toEqual([{ status: 'PASSED' }]);
          expect([...w.callbacks.answers]).toEqual([['token-1', { status: 'PASSED' }]]);
        }
  });
});

describe('CodeBuild double', () => {
  it('refuses every override but the source version, as the role does', async () => {
    const w = await world();
    const command = new StartBuildCommand({ projectName: 'gates', sourceVersion: HEAD, buildspecOverride: 'x' });
    await expect(w.client.send(command)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
