import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import {
  buildArtifactKey,
  buildReportKey,
  buildRequestKey,
  gatesReportSchema,
} from '../../core/contracts/gates-report.ts';
import { gatesBuildspec } from '../../lib/constructs/gates-buildspec.ts';
import { releaseIdOf } from '../contracts/samples.ts';
import { makeRepository, type TestRepository } from '../embedded/vcs/make-repository.ts';
import { runPhases, type Build } from '../support/aws-double/run-buildspec.ts';
import { configOf } from '../support/config-of.ts';

const asRoot = process.getuid?.() === 0 ? it : it.skip;
const withoutRoot = process.getuid?.() === 0 ? it.skip : it;

/** The real one, not the stand-in. */
const WITH_UNZIP = { env: { PATH: '/usr/local/bin:/usr/bin:/bin' }, encoding: 'utf8' } as const;

/** Stand in for what a build machine has: a bucket that is a folder, the asset that is this checkout, its packages. */
const PROGRAMS = {
  aws: `
at() { case "$1" in s3://*) echo "$BUCKETS/\${1#s3://}" ;; *) echo "$1" ;; esac; }
case "$1 $2" in
  's3 cp') mkdir -p "$(dirname "$(at "$4")")" && cp "$(at "$3")" "$(at "$4")" ;;
  'ssm get-parameter') cat "$BUCKETS/settings.json" ;;
  *) exit 64 ;;
esac`,
  unzip: `cp -r "$ROOT/core" "$ROOT/lambdas" "$ROOT/embedded" "$ROOT/package.json" "$4" && chmod -R go+w "$4"`,
  npm: `case "$1" in ci) ln -s "$ROOT/node_modules" node_modules ;; install) : ;; *) exit 64 ;; esac`,
};

let place: string;
let repo: TestRepository;
let before: string | undefined;
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'interlock-buildspec-'));
  repo = makeRepository();
  mkdirSync(join(place, 'bin'));
  for (const [name, text] of Object.entries(PROGRAMS)) {
    writeFileSync(join(place, 'bin', name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(place, 'bin', name), 0o755);
  }
  before = process.env['PATH'];
  process.env['PATH'] = `${join(place, 'bin')}:${before}`;
});
afterAll(() => {
  process.env['PATH'] = before;
  rmSync(place, { recursive: true });
  repo.remove();
});

/** Runs the buildspec on this machine, as the double of CodeBuild does. */
async function build(gate: string) {
  const base = repo.commit({ 'a.txt': 'old\n' });
  const head = repo.commit({ 'a.txt': `${randomUUID()}\n` });
  const id = `interlock-gates:${randomUUID()}`;
  const inBucket = (key: string) => join(place, 'evidence', key);
  const request = { buildId: id, releaseId: releaseIdOf(1), service: 'shop', base, head };
  mkdirSync(dirname(inBucket(buildRequestKey(id))), { recursive: true });
  writeFileSync(inBucket(buildRequestKey(id)), JSON.stringify(request));
  mkdirSync(join(place, 'assets'), { recursive: true });
  writeFileSync(join(place, 'assets/runner.zip'), '');
  const gates = { stages: [{ name: 's', gates: [{ name: 'g', command: gate }] }] };
  const service = { repository: './shop', start: 'node server.js', port: 8080, build: 'id -u > built-by' };
  writeFileSync(join(place, 'settings.json'), JSON.stringify(configOf({ gates, services: { shop: service } })));
  const folder = mkdtempSync(join(place, 'build-'));
  execFileSync('git', ['clone', '--quiet', repo.path, join(folder, 'source')]);
  const environment = {
    BUCKETS: place,
    ROOT: process.cwd(),
    EVIDENCE_BUCKET: 'evidence',
    SETTINGS_PARAMETER: '/interlock/settings',
    RUNNER: 's3://assets/runner.zip',
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/address-of-the-build',
  };
  const started: Build = {
    ...{ id, projectName: 'interlock-gates', sourceVersion: head, status: 'IN_PROGRESS', log: '' },
    ...{ child: null, stopped: false, done: Promise.resolve() },
  };
  const status = await runPhases(started, { buildspec: stringify(gatesBuildspec), environment }, folder);
  return { id, request, status, log: started.log, inBucket };
}

describe('the buildspec of gate builds', () => {
  asRoot(
    'leaves report and artifact of the build in its folder; its commands are another user and see nothing',
    async () => {
      const look = `(${[
        'test "$(id -u)" != 0',
        'for d in /tmp/tmp.*; do ls "$d/own" > /dev/null 2>&1 && echo "GOT into $d"; done',
        'find /tmp/tmp.*/runner -writable ! -type l 2>/dev/null | head -3 | sed "s/^/GOT to write /"',
        'env | grep -q address-of && echo GOT the address',
        'true',
      ].join('\n')})`;
      const { id, request, status, log, inBucket } = await build(`${look} > seen; cat seen; ! grep -q GOT seen`);
      expect({ status, log }).toEqual({ status: 'SUCCEEDED', log: expect.any(String) });
      const report = gatesReportSchema.parse(JSON.parse(readFileSync(inBucket(buildReportKey(id)), 'utf8')));
      expect(report).toMatchObject({ request, run: { status: 'PASSED' } });
      const zip = readFileSync(inBucket(buildArtifactKey(id)));
      expect(report.artifact?.sha256).toBe(createHash('sha256').update(zip).digest('hex'));
      const uid = Number(execFileSync('unzip', ['-p', inBucket(buildArtifactKey(id)), 'built-by'], WITH_UNZIP));
      expect(uid).toBeGreaterThan(0);
    },
  );

  asRoot('a failed gate is a build that succeeded, with a report and without an artifact', async () => {
    const { id, status, inBucket } = await build('exit 1');
    expect(status).toBe('SUCCEEDED');
    const report = gatesReportSchema.parse(JSON.parse(readFileSync(inBucket(buildReportKey(id)), 'utf8')));
    expect(report).toMatchObject({ run: { status: 'FAILED' }, artifact: null });
    expect(existsSync(inBucket(buildArtifactKey(id)))).toBe(false);
  });

  withoutRoot('ends at once where it is not root: there is no wall without another user', async () => {
    const { id, status, inBucket } = await build('true');
    expect(status).toBe('FAILED');
    expect(existsSync(inBucket(buildReportKey(id)))).toBe(false);
  });
});
