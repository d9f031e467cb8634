import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { verdictSchema } from '../../core/contracts/verdict.ts';
import { LIMITS } from '../../verify/policies/limits.ts';
import { policyFiles } from '../core/policy/policy-files.ts';
import { runCli, runCliBatch, type CliResult } from '../support/run-cli.ts';

const FACTS = fileURLToPath(new URL('../../examples/facts.json', import.meta.url));
const ANY = '@id("ours") @reason("All ours.") permit (principal, action, resource);';

describe('policy check and simulate, which need no home', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'interlock-policy-'));
  const written = (name: string, files: Record<string, string>) => {
    const made = path.join(folder, name);
    mkdirSync(made);
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(made, file), text);
    return made;
  };
  const noKillSwitch = {
    ...policyFiles,
    'limits.cedar': (policyFiles['limits.cedar'] ?? '').replace(/@id\("kill-switch"\)[^;]*;/, ''),
    'ours.cedar': ANY,
  };
  let results: readonly CliResult[];
  const commands = () => [
    ['policy', 'check', written('shipped', { ...policyFiles, 'README.md': 'not a policy' })],
    ['policy', 'check', written('ours', { ...policyFiles, 'ours.cedar': ANY }), '--json'],
    ['policy', 'check', written('wide', noKillSwitch)],
    ['policy', 'check', path.join(folder, 'wide'), '--json'],
    [
      'policy',
      'check',
      written('typo', { ...policyFiles, 'ours.cedar': ANY.replace(';', ' when { context.trusty };') }),
    ],
    ['policy', 'check', written('no-schema', { 'ours.cedar': ANY })],
    ['policy', 'check', written('empty', { 'README.md': '' })],
    ['policy', 'check', path.join(folder, 'nowhere')],
    ['policy', 'check', FACTS],
    ['simulate', '--facts', FACTS, '--profile', 'guarded'],
    ['simulate', '--facts', FACTS, '--profile', 'guarded', '--json'],
    ['decide', '--facts', FACTS, '--profile', 'guarded'],
    ['simulate', '--facts', FACTS, '--profile', 'brave'],
  ];
  beforeAll(async () => {
    results = await runCliBatch(commands());
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));
  const told = (i: number) => ({ code: results[i]!.code, stderr: results[i]!.stderr });
  const asJson = (i: number) => JSON.parse(results[i]!.stdout) as Record<string, unknown>;

  it('what ships, and what is only permitted beside it, keeps every limit', () => {
    expect(told(0)).toEqual({ code: 0, stderr: '' });
    expect(results[0]!.stdout.match(/^holds {3}/gm)).toHaveLength(LIMITS.length);
    expect(results[0]!.stdout).toContain(`keep all ${LIMITS.length} limits`);
    expect(told(1)).toEqual({ code: 0, stderr: '' });
    expect(asJson(1)).toMatchObject({ holds: true });
  });

  it('what goes past a limit: exit code 1, the smallest case in words, and who permits it', () => {
    expect(told(2)).toEqual({ code: 1, stderr: '' });
    expect(results[2]!.stdout.match(/^BROKEN/gm)).toHaveLength(1);
    expect(results[2]!.stdout).toMatch(
      /^BROKEN {2}with the kill switch on nothing goes on\n +proceedWith\w+ is allowed with killSwitch = true, .*\n +permitted by ours \(ours\.cedar\)/m,
    );
    expect(told(3)).toEqual({ code: 1, stderr: '' });
    const { holds, limits } = asJson(3) as { holds: boolean; limits: { id: string; broken: object | null }[] };
    expect([holds, limits.flatMap(({ id, broken }) => (broken === null ? [] : [id]))]).toEqual([
      false,
      ['kill-switch'],
    ]);
  });

  it('what is not valid: exit code 1 and the file; what cannot be read: exit code 2 and why', () => {
    expect(told(4)).toEqual({ code: 1, stderr: '' });
    expect(results[4]!.stdout).toMatch(/^INVALID {2}ours\.cedar: .*trusty/);
    expect(results[5]!.stdout).toMatch(/^INVALID {2}policies: found 0 files \*\.cedarschema; expected exactly one/);
    for (const [i, message] of [
      [6, /found no file \*\.cedar in .*empty; expected \*\.cedar and one \*\.cedarschema/],
      [7, /cannot read .*nowhere \(ENOENT\)/],
      [8, /cannot read .*facts\.json \(ENOTDIR\)/],
    ] as const) {
      expect(results[i]!.code).toBe(2);
      expect(results[i]!.stderr).toMatch(message);
    }
  });

  it('simulate tells people what decide tells programs', () => {
    const { code, stdout } = results[9]!;
    expect(code).toBe(0);
    const verdict = verdictSchema.parse(asJson(11));
    expect(stdout).toMatch(new RegExp(`^Decision: ${verdict.route}, class LOW, confidence 0\\.85\n`));
    for (const { rule, status } of verdict.because.children)
      expect(stdout).toContain(`  ${{ OK: '✓', NOTE: '·', PERSON: '?', REJECT: '✗' }[status]} ${rule}`);
    expect(results[10]!.stdout).toBe(results[11]!.stdout);
    expect(told(12).code).toBe(2);
    expect(told(12).stderr).toContain('profile: found "brave"');
  });

  it('simulate exits with 0 for a rejection; colours only where a terminal shows them', async () => {
    const facts = JSON.parse(readFileSync(FACTS, 'utf8')) as { controls: object };
    const stopped = JSON.stringify({ ...facts, controls: { ...facts.controls, killSwitch: 'incident 7\u001b[31m' } });
    const run = (args: string[], env: Record<string, string | undefined>) =>
      runCli(['simulate', '--facts', '-', ...args], { input: stopped, env });
    const [plain, coloured, refused] = await Promise.all([
      run([], { NO_COLOR: undefined, FORCE_COLOR: undefined }),
      run([], { NO_COLOR: undefined, FORCE_COLOR: '1' }),
      run(['--no-color'], { NO_COLOR: undefined, FORCE_COLOR: '1' }),
    ]);
    expect([plain.code, plain.stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^Decision: REJECT/)]);
    expect(plain.stdout).toContain('✗ kill-switch: incident 7');
    expect(plain.stdout).not.toContain('\u001b');
    expect(refused.stdout).toBe(plain.stdout);
    expect(coloured.stdout).toContain('\u001b[31m✗ kill-switch\u001b[0m: incident 7');
    expect(coloured.stdout.replace(/\u001b\[\d+m/g, '')).toBe(plain.stdout);
  });
});
