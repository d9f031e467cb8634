import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configSchema } from '../../../core/contracts/config.ts';
import { gatesReportSchema, type GatesReport } from '../../../core/contracts/gates-report.ts';
import { processesOf } from '../../../embedded/gates/process-list.ts';
import { releaseIdOf } from '../../contracts/samples.ts';
import { configOf } from '../../support/config-of.ts';
import { makeRepository, type TestRepository } from '../vcs/make-repository.ts';
import { hostileBuild, hostileGate, hostileProbes } from './hostile-commands.ts';
import { commandLinesWith } from './processes.ts';

/** As in a build: the runner is root and has the credentials' address; commands run as a user of their own. */
const ROOT = process.getuid?.() === 0;
const UID = 61_184 + (process.pid % 4096);
const AS = ROOT ? `${UID}:${UID}` : 'self';
const SECRET = '/v2/credentials/d2c1-credentials-address';
const RUNNER = realpathSync('embedded/gates/build-main.ts');
const WELL = '<testsuite name="s"><testcase name="all is well"/></testsuite>';

let ours: TestRepository;
let home: string;
beforeAll(() => {
  ours = makeRepository();
  // Every folder on the way may be entered: only who owns a file stands in the way.
  home = mkdtempSync(join(realpathSync(tmpdir()), 'interlock-hostile-'));
  chmodSync(home, 0o755);
});
afterAll(() => {
  ours.remove();
  rmSync(home, { recursive: true });
});

type Gate = {
  readonly name: string;
  readonly command: string;
  readonly report?: { readonly kind: 'junit'; readonly path: string };
};

/** One run of the real runner in a process of its own; `build` is the service's build command. */
type Choices = {
  readonly build?: string;
  readonly as?: string;
  readonly place?: string;
  readonly repo?: TestRepository;
};
function run(gates: readonly Gate[], choices: Choices = {}) {
  const { build = 'true', as = AS, place, repo } = { place: home, repo: ours, ...choices };
  const base = repo.commit({ 'a.txt': `${Math.random()}\n` });
  const head = repo.commit({ 'a.txt': 'new\n' });
  const work = mkdtempSync(join(place, 'run-'));
  chmodSync(work, 0o755);
  const file = (name: string) => join(work, name);
  const service = { repository: './shop', start: 'node server.js', port: 8080, build };
  const config = configOf({ gates: { stages: [{ name: 's', gates: [...gates] }] }, services: { shop: service } });
  writeFileSync(file('config.json'), JSON.stringify(configSchema.parse(config)));
  const request = { buildId: 'gates:1', releaseId: releaseIdOf(1), service: 'shop', base, head };
  writeFileSync(file('request.json'), JSON.stringify(request));
  mkdirSync(file('out'));
  const args = [RUNNER, file('request.json'), file('config.json'), repo.path, file('out'), as];
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: SECRET,
    AWS_REGION: 'us-east-1',
    EVIDENCE_BUCKET: 'evidence',
  };
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env, cwd: work });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining('Error') });
  const report = gatesReportSchema.parse(JSON.parse(readFileSync(file('out/gates.json'), 'utf8')));
  expect(report.request).toEqual(request);
  return { work, report, zip: file('out/artifact.zip') };
}

/** What the gate printed, which only a failed one leaves. */
const printed = ({ run: { results } }: GatesReport) =>
  results.flatMap((r) => r.findings.flatMap((f) => f.message.split('\n')));
const withoutRoot = ROOT ? it.skip : it;
const asRoot = ROOT ? it : it.skip;

describe('a change that attacks the run that judges it', () => {
  asRoot('reads no credentials, writes nothing that counts, ends nothing, and leaves nothing running', async () => {
    const { work, report } = run([
      {
        name: 'attack',
        command: hostileGate({ secret: SECRET, place: home, runner: RUNNER, repository: ours.path }),
      },
    ]);
    const lines = printed(report);
    expect(lines.filter((line) => line.startsWith('GOT '))).toEqual([]);
    expect(lines).toContain(`uid ${UID} gid ${UID} groups ${UID}`);
    expect(lines).toEqual(expect.arrayContaining(['probes are over', 'attack is over']));
    if (existsSync('/usr/bin/setpriv')) expect(lines).toContain('NoNewPrivs: 1');
    expect(report.run.status).toBe('FAILED');
    expect(existsSync(join(work, 'out/artifact.zip'))).toBe(false);
    expect(await processesOf(UID)).toEqual([]);
    expect(commandLinesWith('987123')).toEqual([]);
    expect(existsSync(join(home, 'late'))).toBe(false);
  });

  it('would get at all of that without a user of its own: the attack is a real one', () => {
    // Of its own, for here the attack does what it says.
    const other = { place: mkdtempSync(join(home, 'other-')), repo: makeRepository() };
    const runner = join(other.place, 'build-main.ts');
    writeFileSync(runner, '');
    const probes = hostileProbes({ secret: SECRET, place: other.place, runner, repository: other.repo.path });
    const command = `(${probes}) > all; sort -u all; exit 1`;
    const { report } = run([{ name: 'probes', command }], { as: 'self', ...other });
    other.repo.remove();
    const lines = printed(report).filter((line) => line.startsWith('GOT '));
    for (const what of [
      /address from \/proc/,
      /write request\.json$/,
      /write config\.json$/,
      /write build-main\.ts$/,
      /make a file in out$/,
      /make a folder in \.\.$/,
      /make a link in \.\.$/,
      /move what is beside/,
      /memory of the runner/,
      /open files of the runner/,
    ])
      expect(lines).toContainEqual(expect.stringMatching(what));
  });

  it('gets an environment without any variable of the build', () => {
    const { report } = run([{ name: 'environment', command: 'env; exit 1' }]);
    const names = printed(report).map((line) => line.split('=')[0]);
    expect(names).toEqual(expect.arrayContaining(['HOME', 'TMPDIR', 'CI']));
    expect(names.filter((name) => /AWS|EVIDENCE|CODEBUILD|SECRET/.test(name ?? ''))).toEqual([]);
  });

  it.each<[string, string]>([
    ['a symbolic link as report', 'ln -s "$OUTSIDE" report.xml'],
    ['a folder that leads out', 'rm -rf reports && ln -s "$(dirname "$OUTSIDE")" reports'],
    ['a hard link as report', 'ln "$OUTSIDE" report.xml'],
    ['a pipe as report', 'mkfifo report.xml'],
  ])('%s is no report', (what, command) => {
    const outside = join(mkdtempSync(join(home, 'outside-')), 'report.xml');
    writeFileSync(outside, WELL);
    chmodSync(join(outside, '..'), 0o755);
    const path = what.includes('folder') ? 'reports/report.xml' : 'report.xml';
    const gate = {
      name: 'tests',
      command: `OUTSIDE=${outside}; ${command}; true`,
      report: { kind: 'junit', path } as const,
    };
    const { report } = run([gate]);
    // Without a user of its own a hard link cannot be told from a file: whose is it?
    const linked = what.startsWith('a hard link') && !ROOT;
    expect(report.run.results[0]?.status).toBe(linked ? 'PASSED' : 'MISSING');
    expect(readFileSync(outside, 'utf8')).toBe(WELL);
  });

  it('cannot make the runner write elsewhere, nor carry anything from its gates over to its artifact', () => {
    const victim = join(home, 'victim');
    writeFileSync(victim, 'untouched');
    const plant = `echo planted > "$HOME/.npmrc"; mkdir ../build ../build/checkout; ln -s ${home} ../build; true`;
    // Without a wall the gates can spoil their own run's folder; that ends the run and passes nothing.
    if (!ROOT) return expect(() => run([{ name: 'plant', command: plant }])).toThrow();
    const { report, zip } = run([{ name: 'plant', command: plant }], { build: hostileBuild(victim) });
    expect(report.run).toMatchObject({ status: 'PASSED' });
    expect(readFileSync(victim, 'utf8')).toBe('untouched');
    const names = execFileSync('unzip', ['-Z1', zip], { encoding: 'utf8' }).trim().split('\n');
    expect(names).toEqual(['a.txt', 'found.txt', 'inner', 'interlock.json']);
    const content = (name: string) => execFileSync('unzip', ['-p', zip, name], { encoding: 'utf8' });
    expect(content('found.txt')).toBe('nothing of the gates\n');
    expect(JSON.parse(content('interlock.json'))).toEqual({ commit: report.request.head });
    expect(statSync(zip).uid).toBe(process.getuid?.());
  });

  it('a link in the label’s place is replaced, not followed', () => {
    const victim = join(home, 'label-victim');
    writeFileSync(victim, 'untouched');
    const { report } = run([{ name: 'g', command: 'true' }], { build: `ln -s ${victim} interlock.json` });
    expect(report.run.status).toBe('PASSED');
    expect(readFileSync(victim, 'utf8')).toBe('untouched');
  });

  it.each([
    ['an absolute link', 'ln -s /etc/passwd data'],
    ['a link that climbs out', 'mkdir d && ln -s ../../x d/data'],
    ['a link that climbs behind another', 'ln -s . here && ln -s here/../x data'],
  ])('an artifact with %s is none', (_, command) => {
    const { report, zip } = run([{ name: 'g', command: 'true' }], { build: command });
    expect(report).toMatchObject({ run: { status: 'FAILED' }, artifact: null });
    expect(report.run.summary).toMatch(/no artifact: artifact: the link (d\/)?data leads out of it/);
    expect(existsSync(zip)).toBe(false);
  });

  asRoot('an artifact with a file of another user is none', () => {
    const secret = join(home, 'root-only');
    writeFileSync(secret, 'of root', { mode: 0o666 });
    chmodSync(secret, 0o666);
    const { report } = run([{ name: 'g', command: 'true' }], { build: `ln ${secret} data` });
    expect(report.run.summary).toContain('no artifact: artifact: data belongs to another user');
  });

  it('an artifact larger than Lambda takes is refused before it is read', () => {
    const { report } = run([{ name: 'g', command: 'true' }], { build: 'truncate -s 9G huge' });
    expect(report.run.summary).toMatch(/no artifact: artifact: found more than \d+ bytes/);
  });

  withoutRoot('as a user that the runner may not become nothing runs, and no report is left', () => {
    expect(() => run([{ name: 'g', command: 'true' }], { as: `${UID}:${UID}` })).toThrow(/EPERM/);
  });

  it.each(['', 'root', '0:0', '0:5', '5:0', '5', '-1:5', '5:5:5'])('the runner refuses to run commands as %j', (as) => {
    const args = [RUNNER, 'request', 'config', ours.path, join(home, 'never'), as];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/expected five arguments|expected "self" or "uid:gid"/);
  });
});
