import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { releaseView, type ReleaseView } from '../../cli/release-view.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import { stopDataPlane } from '../../embedded/deployer/stop-data-plane.ts';
import { openHome, type Home } from '../../embedded/home/open-home.ts';
import { commandLinesWith, until } from '../embedded/gates/processes.ts';
import { cliStage, type CliStage } from '../support/cli-stage.ts';
import { runCliBatch } from '../support/run-cli.ts';
import { startUp, type Up } from '../support/up.ts';
import { startVisitor } from '../support/visitor.ts';

const MB = 1024 * 1024;
/** A sleep that only this test starts, to be found again among all processes. */
const SLEEP = `sleep ${70_000 + (process.pid % 9_000)}.25`;

/** What the branch holds, and what is told about it: the words of a step, the gate's status, the signal of the diff. */
type Change = { files?: Record<string, string | Buffer>; why: string; gate?: string; signal?: string };

const NO_HEALTH = `import { createServer } from 'node:http';
createServer((request, response) => response.writeHead(404).end()).listen(process.env.PORT, process.env.HOST);
`;
const CHANGES: Record<string, Change> = {
  'empty diff': { why: 'changes nothing; expected at least one changed file' },
  '50 MB diff': {
    files: { 'big.txt': `${'x'.repeat(1023)}\n`.repeat(50 * 1024) },
    why: `is larger than the limit of ${5 * MB} bytes (limits.diffMb 5); split the change`,
  },
  'name that is not UTF-8': { why: String.raw`a file whose name is not valid UTF-8: "caf\xe9.txt"; rename it` },
  'gate that hangs': {
    files: { 'gate.sh': `trap '' TERM\n${SLEEP}\n` },
    ...{ gate: 'TIMED_OUT', why: 'ran longer than 2 s and was ended' },
  },
  'gate that prints a gigabyte': {
    files: { 'gate.sh': 'yes | head -c 1073741824\n' },
    ...{ gate: 'LIMIT', why: 'printed more than 1024 kB and was ended' },
  },
  'gate that leaves processes behind': {
    files: { 'gate.sh': `setsid sh -c '${SLEEP}' </dev/null >/dev/null 2>&1 &\n${SLEEP} &\nexit 7\n` },
    ...{ gate: 'FAILED', why: 'exit code 7' },
  },
  'gate that is not there': {
    files: { 'gate.sh': 'no-such-tool --check\n' },
    ...{ gate: 'FAILED', why: 'exit code 127 (command not found)' },
  },
  'binary files': {
    files: { 'logo.png': Buffer.from([0x89, 0x50, 0, 0xff, 0xfe, 0]), 'gate.sh': 'exit 6\n' },
    ...{ gate: 'FAILED', why: 'exit code 6', signal: 'binary' },
  },
  'version that dies at once': {
    files: { 'server.mjs': 'process.exit(7);\n' },
    ...{ gate: 'PASSED', why: 'ended (exit code 7) before /health answered 200' },
  },
  'version without health': {
    files: { 'server.mjs': NO_HEALTH },
    ...{ gate: 'PASSED', why: 'did not answer 200 on /health within 2 s' },
  },
};
const NAMES = Object.keys(CHANGES);
const branchOf = (name: string) => name.replaceAll(' ', '-');

describe('changes that cannot be released: each ends with its reason, the old version serves, nothing is left', () => {
  let stage: CliStage;
  let home: Home;
  let up: Up;
  let visitor: ReturnType<typeof startVisitor>;
  const views = new Map<string, ReleaseView>();

  beforeAll(async () => {
    stage = await cliStage();
    stage.configure({ startTimeoutSeconds: 2 });
    for (const name of NAMES) stage.branch(branchOf(name), CHANGES[name]!.files ?? {});
    giveNameThatIsNotUtf8(stage, branchOf('name that is not UTF-8'));
    up = await startUp(stage.config, 60);
    home = openHome({ configFile: stage.config });
    visitor = startVisitor(stage.port, '/', 20);
    const submissions = await runCliBatch(
      NAMES.map((name) => ['--config', stage.config, 'submit', '--head', branchOf(name), '--json']),
    );
    const ids = new Map<string, ReleaseId>();
    for (const [i, { code, stdout }] of submissions.entries()) {
      const { releaseId, before } = JSON.parse(stdout) as { releaseId: ReleaseId; before: unknown };
      expect({ code, before }).toEqual({ code: 0, before: null });
      ids.set(NAMES[i]!, releaseId);
    }
    await until(async () => (await home.ports.releases.list({ status: 'OPEN' })).length === 0, 60_000);
    for (const [name, id] of ids) views.set(name, await releaseView(home.ports, id));
  }, 120_000);
  afterAll(async () => {
    home.close();
    await up.interrupt();
    await stopDataPlane(stage.home);
    stage.remove();
  }, 60_000);

  it.each(NAMES)('%s', async (name) => {
    const { files, why, gate, signal } = CHANGES[name]!;
    const { release, steps } = views.get(name)!;
    expect(release.outcome).toBe('REJECTED');
    expect(steps.map((s) => s.rationale).join('\n')).toContain(why);
    expect(steps.at(-1)).toMatchObject({ event: 'release.closed', rationale: expect.stringMatching(/\S/) as unknown });
    const evidence = await home.ports.blobs.get(`releases/${release.releaseId}/gates.json` as never);
    const results = evidence === null ? [] : (JSON.parse(Buffer.from(evidence).toString()) as Results).results;
    expect(results.map((r) => r.status)).toEqual(gate === undefined ? [] : [gate]);
    const change = await home.ports.blobs.get(`releases/${release.releaseId}/change.json` as never);
    if (signal !== undefined) expect(Buffer.from(change!).toString()).toContain(`"${signal}"`);
    expect(files === undefined || name === '50 MB diff' || change !== null).toBe(true);
  });

  it('the reason is what show, watch and the list tell a person', async () => {
    const { releaseId } = views.get('version that dies at once')!.release;
    const [show, watch, list] = await Promise.all([
      stage.cli('show', releaseId),
      stage.cli('watch', releaseId),
      stage.cli('releases', '--limit', '50'),
    ]);
    for (const { stdout } of [show, watch]) {
      expect(stdout).toMatch(/shift\.ended {8}staging: .*exit code 7/);
      expect(stdout).toContain('REJECTED');
    }
    expect([show.code, watch.code, list.code]).toEqual([0, 1, 0]);
    expect(list.stdout.match(/ REJECTED /g)).toHaveLength(NAMES.length);
  });

  it('no request was lost, and the old version is the one that serves', async () => {
    await visitor.stop();
    expect({ failures: visitor.failures, enough: visitor.sent() > 100 }).toEqual({ failures: [], enough: true });
    const answer = await fetch(`http://127.0.0.1:${stage.port}/`);
    expect(await answer.text()).toBe('old');
  });

  it('no process, no folder of a gate and no checkout is left; the log verifies', async () => {
    expect(commandLinesWith(SLEEP)).toEqual([]);
    expect(commandLinesWith(stage.tag).filter((line) => line.startsWith('node server.mjs'))).toHaveLength(1);
    const prefix = createHash('sha256').update(realpathSync(stage.home)).digest('hex').slice(0, 16);
    expect(readdirSync(tmpdir()).filter((file) => file.includes(prefix))).toEqual([]);
    expect(stage.repository.git('worktree', 'list').split('\n')).toHaveLength(2);
    expect(await home.ports.locks.holder('greeter' as never, 'production')).toBeNull();
    const { code, stdout } = await stage.cli('audit', 'verify');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('0 problems') as unknown });
  });

  it('a head that had its release is not released again, and submit says so', async () => {
    const before = (await home.ports.releases.list()).length;
    const again = await stage.cli('submit', '--head', branchOf('binary files'));
    expect(again.code).toBe(1);
    expect(again.stdout).toContain('This head had its release before: REJECTED. Commit something to submit it again.');
    expect(await home.ports.releases.list()).toHaveLength(before);
  });
});

type Results = { results: { status: string }[] };

/** With plumbing, because not every file system can hold such a name. */
function giveNameThatIsNotUtf8({ repository }: CliStage, branch: string): void {
  const entry = `100644 blob ${repository.git('rev-parse', 'main:gate.sh')}\tcaf`;
  const input = Buffer.concat([Buffer.from(entry), Buffer.from([0xe9]), Buffer.from('.txt\n')]);
  const tree = execFileSync('git', ['mktree'], { cwd: repository.path, input, encoding: 'utf8' }).trim();
  const commit = repository.git('commit-tree', tree, '-p', 'main', '-m', 'caf\u00e9');
  repository.git('update-ref', `refs/heads/${branch}`, commit);
}
