import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { exportLines } from '../../core/audit/export-lines.ts';
import { analysisSchema } from '../../core/contracts/analysis.ts';
import { verdictSchema } from '../../core/contracts/verdict.ts';
import { runCli, runCliBatch, type CliResult } from '../support/run-cli.ts';

const example = (name: string) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
const FACTS = example('facts.json');
const CANARY = example('canary.json');
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

describe('decide, judge and audit verify, which need no home', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'interlock-offline-'));
  const written = (name: string, content: string) => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const run = (...args: string[]) => runCliBatch([args], folder).then(([result]) => result!);
  const asJson = ({ stdout }: CliResult) => JSON.parse(stdout) as Record<string, unknown>;
  let leaked: string;
  beforeAll(() => {
    const facts = read(FACTS) as { gates: { status: string; results: { status: string }[] } };
    facts.gates.status = facts.gates.results[0]!.status = 'FAILED';
    leaked = written('failed-gates.json', JSON.stringify(facts));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('the example facts: another profile, another route', async () => {
    const profiles = ['conservative', 'guarded', 'autonomous'];
    const results = await runCliBatch(profiles.map((p) => ['decide', '--facts', FACTS, '--profile', p]));
    expect(results.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      profiles.map(() => ({ code: 0, stderr: '' })),
    );
    const verdicts = results.map((r) => verdictSchema.parse(asJson(r)));
    expect(verdicts.map((v) => [v.route, v.riskClass, v.confidence])).toEqual([
      ['HUMAN', 'LOW', 85],
      ['CANCEL_WINDOW', 'LOW', 85],
      ['CANCEL_WINDOW', 'LOW', 85],
    ]);
  });

  it('without --profile the profile of the facts counts; the same facts give the same bytes; "-" is standard input', async () => {
    const [own, again] = await runCliBatch([
      ['decide', '--facts', FACTS],
      ['decide', '--json', '--facts', FACTS],
    ]);
    expect(asJson(own!)['route']).toBe('HUMAN');
    expect(again!.stdout).toBe(own!.stdout);
    const piped = await runCli(['decide', '--facts', '-'], { input: readFileSync(FACTS, 'utf8') });
    expect(piped).toEqual(own);
  });

  it('REJECT is exit code 1', async () => {
    const result = await run('decide', '--facts', leaked);
    expect({ code: result.code, route: asJson(result)['route'] }).toEqual({ code: 1, route: 'REJECT' });
  });

  it('the example canary: what the judge says and from which numbers; exit code 1 for a FAIL', async () => {
    const result = await run('judge', '--data', CANARY);
    expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 1, stderr: '' });
    const analysis = analysisSchema.parse(asJson(result));
    expect(analysis.verdict).toBe('FAIL');
    expect(analysis.headline).toMatch(/^fail at 82 s: 3 failed requests of 9 on the canary/);
  });

  it('an array: one analysis a line in its order; exit code 0 only if all PASS', async () => {
    const bad = read(CANARY) as { history: object; buckets: { endSec: number; canary: object; baseline: object }[] };
    const arm = (requests: number) => ({
      requests,
      errors: 0,
      latency: { bins: { '0': requests } },
      healthChecks: 1,
      unhealthy: 0,
    });
    const fine = {
      ...bad,
      buckets: Array.from({ length: 60 }, (_, i) => ({
        ...{ endSec: (i + 1) * 10, durSec: 10, canary: arm(20), baseline: arm(380) },
      })),
    };
    const several = await runCli(['judge', '--data', '-'], { input: JSON.stringify([fine, bad, fine]) });
    const verdicts = several.stdout
      .trimEnd()
      .split('\n')
      .map((l) => analysisSchema.parse(JSON.parse(l)).verdict);
    expect({ code: several.code, verdicts }).toEqual({ code: 1, verdicts: ['PASS', 'FAIL', 'PASS'] });
    const good = await run('judge', '--data', written('good.json', JSON.stringify([fine, fine])));
    expect(good.code).toBe(0);
    // No measurement is never healthy.
    const none = await run('judge', '--data', written('none.json', JSON.stringify({ ...bad, buckets: [] })));
    expect({ code: none.code, verdict: asJson(none)['verdict'] }).toEqual({ code: 1, verdict: 'INCONCLUSIVE' });
  });

  it('a broken file: exit code 2, the file, the field, what was found and what was expected', async () => {
    const facts = { ...read(FACTS), tier: 'gold', gates: 'green', extra: 1 };
    const canary = read(CANARY) as { buckets: { durSec: number }[] };
    canary.buckets[3]!.durSec = -1;
    const cases: [string[], string[]][] = [
      [['decide', '--facts', 'nowhere.json'], ['--facts: cannot read nowhere.json (ENOENT)']],
      [
        ['decide', '--facts', folder],
        ['--facts: cannot read', 'EISDIR'],
      ],
      [['decide', '--facts', written('text.json', 'hello')], ['text.json is not JSON']],
      [['decide', '--facts', written('list.json', '[1]'), '--profile', 'guarded'], ['(file): found [1]']],
      [['decide', '--facts', written('null.json', 'null'), '--profile', 'guarded'], ['(file): found null']],
      [
        ['decide', '--facts', FACTS, '--profile', 'brave'],
        ['profile: found "brave"', '"guarded"'],
      ],
      [
        ['decide', '--facts', written('wrong.json', JSON.stringify(facts))],
        ['tier: found "gold"', 'gates: found "green"', 'extra: unknown key'],
      ],
      [['judge', '--data', written('canary.json', JSON.stringify(canary))], ['buckets[3].durSec: found -1']],
      [['judge', '--data', written('mixed.json', JSON.stringify([read(CANARY), 7]))], ['[1]: found 7']],
    ];
    const results = await runCliBatch(
      cases.map(([args]) => args),
      folder,
    );
    for (const [i, [args, messages]] of cases.entries()) {
      const { code, stdout, stderr } = results[i]!;
      expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' });
      for (const message of messages) expect(stderr).toContain(message);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });

  it('audit verify of what is no export names the line; exit code 1, and 2 where there is no file', async () => {
    const [empty, junk, binary, missing] = await runCliBatch(
      [
        ['audit', 'verify', written('empty.jsonl', exportLines([]))],
        ['audit', 'verify', '--json', written('junk.jsonl', 'hello\n{"a":1}\n')],
        ['audit', 'verify', written('binary.jsonl', '\u0000\u001b[31m\n')],
        ['audit', 'verify', 'nowhere.jsonl'],
      ],
      folder,
    );
    expect({ code: empty!.code, first: empty!.stdout.split('\n')[0] }).toEqual({
      ...{ code: 0, first: '0 records of 0 releases checked, 0 problems' },
    });
    expect(junk!.code).toBe(1);
    expect((asJson(junk!)['problems'] as { line: number }[]).map((p) => p.line)).toEqual([1, 2]);
    expect(binary!.code).toBe(1);
    expect(binary!.stdout).not.toMatch(/[\u0000\u001b]/);
    expect(missing).toEqual({ code: 2, stdout: '', stderr: 'interlock: cannot read nowhere.jsonl: ENOENT\n' });
  });

  it('a reader that stops early is no fault', () => {
    const script = `"$0" "$1" decide --facts "$2" | head -c 1; exit "\${PIPESTATUS[0]}"`;
    const bin = fileURLToPath(new URL('../../bin/interlock.ts', import.meta.url));
    const { stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, bin, FACTS], { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '{', stderr: '' });
  });
});
