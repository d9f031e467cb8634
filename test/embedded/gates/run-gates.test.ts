import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatesSchema } from '../../../core/contracts/config-gates.ts';
import { gateRunSchema } from '../../../core/contracts/gate-result.ts';
import type { GateRun } from '../../../core/contracts/gate-result.ts';
import type { CommitSha } from '../../../core/contracts/ids.ts';
import { createRunFolder, removeRunFolder } from '../../../embedded/gates/run-folder.ts';
import { runGates } from '../../../embedded/gates/run-gates.ts';
import { makeRepository } from '../vcs/make-repository.ts';
import type { TestRepository } from '../vcs/make-repository.ts';
import { fakeSecrets } from './fake-secrets.ts';
import { commandLinesWith } from './processes.ts';

const JUNIT_OK = '<testsuite><testcase name="a"/></testsuite>';
const leaked = fakeSecrets();
let repo: TestRepository;
let base: CommitSha;
let head: CommitSha;
let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'interlock-test-home-'));
  repo = makeRepository();
  base = repo.commit({ 'a.txt': 'old\n' });
  head = repo.commit({ 'a.txt': 'new\n', 'old.xml': JUNIT_OK, '.gitattributes': 'a.txt filter=evil\n' });
  repo.commit({ 'a.txt': 'later\n' });
  repo.git('config', 'filter.evil.smudge', `touch ${repo.path}/ran; cat`);
  process.env['INTERLOCK_TEST_SECRET'] = 'operator';
});
afterAll(() => {
  delete process.env['INTERLOCK_TEST_SECRET'];
  repo.remove();
  rmSync(home, { recursive: true });
});
const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map(removeRunFolder)));

async function run(
  stages: unknown,
  { to = head, stopAfterMs }: { to?: CommitSha; stopAfterMs?: number } = {},
): Promise<GateRun> {
  const folder = await createRunFolder(home);
  folders.push(folder);
  const gates = gatesSchema.parse({ stages });
  const signal = stopAfterMs === undefined ? new AbortController().signal : AbortSignal.timeout(stopAfterMs);
  const result = await runGates(
    { repository: repo.path, base, head: to, gates, maxDiffBytes: 1e6 },
    folder,
    signal,
    null,
  );
  expect(gateRunSchema.parse(result)).toEqual(result);
  await removeRunFolder(folder);
  expect(existsSync(folder)).toBe(false);
  return result;
}
const one = async (gate: object, options?: Parameters<typeof run>[1]) =>
  (await run([{ name: 's', gates: [{ name: 'g', ...gate }] }], options)).results[0];
const report = (path: string, kind = 'junit') => ({ report: { kind, path } });

describe('a gate run', () => {
  it('checks the head, in a clean checkout, with next to no environment', async () => {
    const command = 'cat a.txt; git status --porcelain; env | sort; ls; pwd; test -t 0 || echo no-tty; cat; exit 3';
    const result = await one({ command });
    const printed = result?.findings[0]?.message ?? '';
    expect(result).toMatchObject({ status: 'FAILED', summary: 'exit code 3' });
    expect(printed).toMatch(
      /^new\nCI=true\nHOME=.*\/home\nINTERLOCK_GATE_RUN=.*\nLANG=.*\n(OLDPWD=.*\n)?PATH=.*\nPWD=.*\nTMPDIR=.*\/tmp\n(_=.*\n)?a\.txt\nold\.xml\n/,
    );
    expect(printed).not.toContain('operator');
    expect(existsSync(join(repo.path, 'ran'))).toBe(false);
  });

  it('keeps the order of stages and gates, and skips the stages after a failed one', async () => {
    const result = await run([
      {
        name: 'one',
        gates: [
          { name: 'a', command: 'echo 1 > made' },
          { name: 'b', command: 'test -f made && exit 1' },
          { name: 'c', command: 'true' },
        ],
      },
      { name: 'one', gates: [{ name: 'd', command: 'true' }] },
    ]);
    expect(result.results.map(({ gate, status }) => `${gate} ${status}`)).toEqual([
      'a PASSED',
      'b FAILED',
      'c PASSED',
      'd SKIPPED',
    ]);
    expect(result).toMatchObject({ status: 'FAILED', summary: '2 of 4 gates passed; b: FAILED, exit code 1' });
  });

  it('passes only when every gate passed', async () => {
    const result = await run([
      {
        name: 's',
        gates: [
          { name: 'a', command: 'true' },
          { name: 'b', builtin: 'secrets' },
        ],
      },
    ]);
    expect(result).toMatchObject({ status: 'PASSED', summary: '2 of 2 gates passed' });
  });

  it('a failed checkout is a missing result of every gate', async () => {
    const result = await run([{ name: 's', gates: [{ name: 'a', command: 'true' }] }], {
      to: 'f'.repeat(40) as CommitSha,
    });
    expect(result).toMatchObject({ status: 'FAILED', results: [{ status: 'MISSING' }] });
  });

  it('cannot reach the refs of the repository', async () => {
    const before = repo.git('for-each-ref');
    expect(
      (
        await one({
          command: 'git tag x && git branch y && git -c user.name=a -c user.email=b commit -q --allow-empty -m z',
        })
      )?.status,
    ).toBe('PASSED');
    expect(repo.git('for-each-ref')).toBe(before);
  });
});

describe('how a gate ends', () => {
  it.each([
    ['a command that does not exist', 'no-such-command-x', 'FAILED', /exit code 127 \(command not found\)/],
    ['a signal', 'kill -9 $$', 'FAILED', /ended by SIGKILL/],
    ['a hang', 'echo begun; sleep 987.1', 'TIMED_OUT', /longer than 1 s/],
    ['a hang that ignores SIGTERM', 'trap "" TERM; while :; do sleep 987.2; done', 'TIMED_OUT', /longer than 1 s/],
  ])('%s', async (_name, command, status, summary) => {
    const result = await one({ command, timeoutSeconds: 1 });
    expect(result).toMatchObject({ status, summary: expect.stringMatching(summary) });
    expect(commandLinesWith('sleep 987.')).toEqual([]);
  });

  it('ends a gigabyte of output at its limit and keeps the last part', async () => {
    const result = await one({ command: 'yes interlock | head -c 1000000000', outputLimitKb: 100 });
    expect(result).toMatchObject({ status: 'LIMIT', summary: 'printed more than 100 kB and was ended' });
    expect(result?.findings[0]?.message.length).toBeLessThanOrEqual(2000);
  });

  it('ends what uses too much memory, also in a process of its own session', async () => {
    const hog = `setsid node -e "const a=[];setInterval(()=>a.push(Buffer.alloc(20e6,1)),20)"; true`;
    const result = await one({ command: hog, memoryLimitMb: 150, timeoutSeconds: 20 });
    expect(result).toMatchObject({ status: 'LIMIT', summary: expect.stringMatching(/^used \d+ MB of 150 MB memory/) });
  });

  it('leaves no process behind: background, own session, deaf to SIGTERM', async () => {
    const command = `sleep 986.1 & nohup sleep 986.2 >/dev/null 2>&1 & setsid sh -c 'trap "" TERM; sleep 986.3; sleep 986.3' & (setsid sh -c '(sleep 986.4 &) &' &) ; sleep 0.2; true`;
    expect((await one({ command }))?.status).toBe('PASSED');
    expect(commandLinesWith('sleep 986.')).toEqual([]);
  });

  it('a stop ends it at once, and it has not passed', async () => {
    const began = performance.now();
    const result = await run(
      [
        {
          name: 's',
          gates: [
            { name: 'a', command: 'sleep 985.1' },
            { name: 'b', command: 'true' },
          ],
        },
      ],
      { stopAfterMs: 500 },
    );
    expect(result.status).toBe('FAILED');
    expect(performance.now() - began).toBeLessThan(5000);
    expect(commandLinesWith('sleep 985.')).toEqual([]);
  });
});

describe('reports', () => {
  const failing = '<testsuite><testcase name="adds"><failure message="1 is not 2"/></testcase></testsuite>';
  it.each([
    ['written and good', `echo '${JUNIT_OK}' > r.xml`, report('r.xml'), 'PASSED', /1 tests run/],
    [
      'with failures though the exit code is 0',
      `echo '${failing}' > r.xml`,
      report('r.xml'),
      'FAILED',
      /report has 1 failures/,
    ],
    ['missing', 'true', report('r.xml'), 'MISSING', /no report was written \(r.xml\)/],
    ['missing beside a failure', 'exit 2', report('r.xml'), 'FAILED', /exit code 2; no report was written/],
    ['malformed', 'echo "<testsuite>" > r.xml', report('r.xml'), 'MISSING', /not well-formed/],
    ['too large', 'head -c 21000000 /dev/zero > r.xml', report('r.xml'), 'MISSING', /larger than 20971520 bytes/],
    ['brought along by the commit', 'true', report('old.xml'), 'MISSING', /no report was written/],
    ['a link to elsewhere', 'ln -s /etc/passwd r.xml', report('r.xml'), 'MISSING', /cannot be opened/],
    ['a pipe', 'mkfifo r.xml', report('r.xml'), 'MISSING', /not a plain file/],
    [
      'outside of the checkout',
      `echo '${JUNIT_OK}' > ../tmp/r.xml`,
      report('../tmp/r.xml'),
      'MISSING',
      /no report was written in the checkout/,
    ],
    [
      'behind a linked folder',
      `ln -s "$TMPDIR" out && echo '${JUNIT_OK}' > out/r.xml`,
      report('out/r.xml'),
      'MISSING',
      /in the checkout/,
    ],
    [
      'SARIF with warnings',
      `echo '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[{"message":{"text":"w"}}]}]}' > r.json`,
      report('r.json', 'sarif'),
      'PASSED',
      /1 results of x/,
    ],
  ])('%s', async (_name, command, gate, status, summary) => {
    expect(await one({ command, ...gate, category: 'test' })).toMatchObject({
      status,
      summary: expect.stringMatching(summary),
    });
  });

  it("keeps findings in the gate's category", async () => {
    const result = await one({ command: `echo '${failing}' > r.xml; exit 1`, ...report('r.xml'), category: 'test' });
    expect(result?.findings).toEqual([{ category: 'test', severity: 'error', rule: 'adds', message: '1 is not 2' }]);
  });
});

describe('secrets in a run (masked wherever shown)', () => {
  it('the secrets gate names file and line; no other gate shows what it printed', async () => {
    const { github, awsKey } = leaked;
    const to = repo.commit({
      'config/app.js': `// app\n${github.line(github.secret)}\n${awsKey.line(awsKey.secret)}\n`,
    });
    repo.git('reset', '-q', '--hard', 'HEAD~1');
    const result = await run(
      [
        {
          name: 's',
          gates: [
            {
              name: 'print',
              command: `printf '\\033[31m'; cat config/app.js; echo "<testsuite><testcase name='$(sed -n 2p config/app.js | tr -d \\")'><failure>$(cat config/app.js)</failure></testcase></testsuite>" > r.xml; exit 1`,
              ...report('r.xml'),
            },
            { name: 'cat', command: 'cat config/app.js >&2; exit 1' },
            { name: 'secrets', builtin: 'secrets' },
          ],
        },
      ],
      { to },
    );
    expect(result.results[2]).toMatchObject({
      status: 'FAILED',
      findings: [{ file: 'config/app.js', line: 2 }, { line: 3 }],
    });
    const all = JSON.stringify(result);
    expect(all).toContain('// app');
    for (const { secret } of [github, awsKey]) {
      expect(all).not.toContain(secret.slice(4, 14));
      expect(all).not.toContain(secret.slice(-10));
    }
    expect(all).not.toContain('\\u001b');
  });
});
