import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configSchema } from '../../../core/contracts/config.ts';
import { gatesReportSchema } from '../../../core/contracts/gates-report.ts';
import type { CommitSha } from '../../../core/contracts/ids.ts';
import { releaseIdOf } from '../../contracts/samples.ts';
import { configOf } from '../../support/config-of.ts';
import { writeOciLayout } from '../../support/oci-layout.ts';
import { makeRepository, type TestRepository } from '../vcs/make-repository.ts';

let repo: TestRepository;
let base: CommitSha;
let head: CommitSha;
const folders: string[] = [];
beforeAll(() => {
  repo = makeRepository();
  base = repo.commit({ 'src/a.js': 'old\n' });
  head = repo.commit({ 'src/a.js': 'new\n', 'naïve name.txt': 'x\n' });
});
afterAll(() => {
  repo.remove();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const CONTAINERS = {
  IMAGE_REPOSITORIES: JSON.stringify({ shop: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop' }),
};

/** As the build does it: files in, files out, in a process of its own. */
function build(command: string, buildCommand?: string, env: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'interlock-build-'));
  folders.push(folder);
  const gates = { stages: [{ name: 's', gates: [{ name: 'g', command }] }] };
  const service = {
    repository: './shop',
    start: 'node server.js',
    port: 8080,
    ...(buildCommand === undefined ? {} : { build: buildCommand }),
  };
  const config = configSchema.parse(configOf({ gates, services: { shop: service } }));
  const request = { buildId: 'gates:1', releaseId: releaseIdOf(1), service: 'shop', base, head };
  writeFileSync(join(folder, 'request.json'), JSON.stringify(request));
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  const out = join(folder, 'out');
  const args = ['embedded/gates/build-main.ts', 'request.json', 'config.json'].map((name, i) =>
    i === 0 ? name : join(folder, name),
  );
  const { status, stderr } = spawnSync(process.execPath, [...args, repo.path, out, 'self'], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining('Error') });
  const report = gatesReportSchema.parse(JSON.parse(readFileSync(join(out, 'gates.json'), 'utf8')));
  return { report, out, zip: join(out, 'artifact.zip') };
}

describe('a gate run in a build', () => {
  const withUnzip = spawnSync('unzip', ['-v']).status === 0 ? it : it.skip;
  withUnzip('builds the artifact in a checkout that no gate has touched, the same bytes each time', () => {
    const first = build(
      'touch planted && echo bad > src/a.js',
      'mkdir dist && cp src/a.js dist/ && chmod +x dist/a.js',
    );
    expect(first.report).toMatchObject({ request: { head }, run: { status: 'PASSED' } });
    const bytes = readFileSync(first.zip);
    expect(first.report.artifact?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(readFileSync(build('true', 'mkdir dist && cp src/a.js dist/ && chmod +x dist/a.js').zip).equals(bytes)).toBe(
      true,
    );
    const unzipped = join(first.out, 'unzipped');
    execFileSync('unzip', ['-q', first.zip, '-d', unzipped]);
    expect((readdirSync(unzipped, { recursive: true }) as string[]).sort()).toEqual([
      'dist',
      'dist/a.js',
      'interlock.json',
      'naïve name.txt',
      'src',
      'src/a.js',
    ]);
    expect(readFileSync(join(unzipped, 'src/a.js'), 'utf8')).toBe('new\n');
    expect(JSON.parse(readFileSync(join(unzipped, 'interlock.json'), 'utf8'))).toEqual({ commit: head });
  });

  it('takes the image that was built out of the artifact, and says its digest', () => {
    const layout = mkdtempSync(join(tmpdir(), 'interlock-layout-'));
    folders.push(layout);
    const { digest } = writeOciLayout(layout, ['layer']);
    const plain = build('true', 'true').report.artifact;
    const { report, out } = build('true', `cp -r ${layout} interlock-image`, CONTAINERS);
    expect(report.artifact).toEqual({ ...plain, image: digest });
    expect(report.run.summary).toContain(digest);
    expect(existsSync(join(out, 'image/index.json'))).toBe(true);
  });

  it('a service that runs in containers without an image, or the other way round, has no artifact', () => {
    expect(build('true', 'true', CONTAINERS).report.run.summary).toBe('no artifact: the build command left no image');
    const layout = mkdtempSync(join(tmpdir(), 'interlock-layout-'));
    folders.push(layout);
    writeOciLayout(layout, ['layer']);
    const { report } = build('true', `cp -r ${layout} interlock-image`);
    expect(report).toMatchObject({ run: { status: 'FAILED' }, artifact: null });
    expect(report.run.summary).toContain('no repository');
  });

  it('an image that is not what it says, or that was committed, is no artifact', () => {
    expect(build('true', 'mkdir interlock-image').report).toMatchObject({ run: { status: 'FAILED' }, artifact: null });
    const before = head;
    head = repo.commit({ 'interlock-image/index.json': '{}' });
    const { report } = build('true', 'true');
    head = before;
    expect(report.run.summary).toContain('interlock-image is in the repository');
  });

  it('a failed gate is a result, without an artifact', () => {
    const { report, zip } = build('exit 3');
    expect(report).toMatchObject({ run: { status: 'FAILED' }, artifact: null });
    expect(existsSync(zip)).toBe(false);
  });

  it('a build command that fails fails the run', () => {
    const { report, zip } = build('true', 'echo no compiler; exit 4');
    expect(report).toMatchObject({ run: { status: 'FAILED' }, artifact: null });
    expect(report.run.summary).toBe('no artifact: the build command ended with exit code 4: no compiler');
    expect(existsSync(zip)).toBe(false);
  });
});
