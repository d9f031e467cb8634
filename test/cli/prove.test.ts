import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCliBatch, type CliResult } from '../support/run-cli.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'interlock-prove-'));
afterAll(() => rmSync(folder, { recursive: true }));
const written = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
const release = readFileSync('statemachines/release.asl.json', 'utf8');
const shift = path.resolve('statemachines/traffic-shift.asl.json');
const bypass = written('bypass.asl.json', release.replace('"Next": "TakeLock"', '"Next": "Staging"'));
const own = written(
  'own.asl.json',
  JSON.stringify({
    StartAt: 'Ask',
    TimeoutSeconds: 60,
    States: {
      Ask: { Type: 'Wait', Seconds: 1, Next: 'Asked' },
      Asked: { Type: 'Choice', Choices: [{ Variable: '$.a', StringEquals: 'YES', Next: 'Deploy' }], Default: 'Done' },
      Deploy: { Type: 'Pass', Next: 'Done' },
      Done: { Type: 'Succeed' },
    },
  }),
);
const guarded = ['--definition', own, '--production', 'Deploy', '--guard', 'Asked=YES'];

describe('interlock prove', () => {
  const LINES = {
    shipped: ['prove'],
    bypass: ['prove', '--definition', bypass, '--nested', `TrafficShift=${shift}`],
    asJson: ['prove', '--definition', bypass, '--json'],
    own: ['prove', ...guarded, '--close', 'Done'],
    ownBroken: ['prove', ...guarded, '--guard', 'Ask>Asked=YES'],
    noFile: ['prove', '--definition', path.join(folder, 'none.json')],
    noMachine: ['prove', '--definition', path.resolve('package.json')],
    noState: ['prove', ...guarded, '--close', 'Nowhere'],
    half: ['prove', '--definition', own, '--production', 'Deploy'],
    badNested: ['prove', '--nested', 'TrafficShift'],
  };
  let results: Readonly<Record<keyof typeof LINES, CliResult>>;
  beforeAll(async () => {
    const all = await runCliBatch(Object.values(LINES), folder);
    results = Object.fromEntries(Object.keys(LINES).map((name, i) => [name, all[i]!])) as typeof results;
  }, 60_000);

  it('the shipped machines hold, guard by guard', () => {
    const { code, stdout } = results.shipped;
    expect(code).toBe(0);
    for (const guard of ['gates', 'decision', 'lock', 'staging', 'canary judged', 'approval', 'time lock', 'permit'])
      expect(stdout).toMatch(new RegExp(`^holds +a production shift needs ${guard} +\\d+ ways`, 'm'));
    expect(stdout).not.toContain('BROKEN');
  });

  it('a bypass is exit code 1 and its shortest path, a state a line', () => {
    const { code, stdout } = results.bypass;
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /BROKEN {2}a staging shift needs lock[^\n]*\n {10}OpenRelease\n[^]*-> \(ROLL_OUT\) Staging\n {10}-> \(starts\) Staging\/Start\n/,
    );
    const found = JSON.parse(results.asJson.stdout) as { subject: string; violation: string[] | null }[];
    expect(results.asJson.code).toBe(1);
    expect(found.find(({ subject }) => subject === 'a staging shift needs lock')!.violation!.at(-1)).toBe(
      '-> (starts) Staging/Start',
    );
  });

  it('anybody’s machine, with their names', () => {
    expect(results.own).toMatchObject({ code: 0, stdout: expect.stringMatching(/holds +production needs Asked=YES/) });
    expect(results.ownBroken).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('BROKEN  production needs Ask>Asked=YES'),
    });
  });

  it.each([
    ['noFile', /--definition: .*none\.json: ENOENT/],
    ['noMachine', /--definition: .*package\.json: the machine: States is missing, expected an object of states/],
    ['noState', /--close: there is no state "Nowhere"; expected one of Ask, Asked, Deploy, Done/],
    ['half', /--production and --guard: expected both or neither/],
    ['badNested', /--nested: TrafficShift, expected NAME=FILE/],
  ] as const)('%s is exit code 2 with a sentence', (name, message) => {
    expect(results[name].code).toBe(2);
    expect(results[name].stderr).toMatch(message);
    expect(results[name].stderr).not.toContain('    at ');
  });
});
