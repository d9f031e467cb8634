import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { runCli, runCliBatch, type CliResult } from '../support/run-cli.ts';

const COMMANDS = [
  ...[
    'init',
    'up',
    'down',
    'submit',
    'releases',
    'show',
    'incident',
    'watch',
    'approve',
    'reject',
    'cancel',
    'kill',
    'unfreeze',
    'mail',
  ],
  ...[
    'decide',
    'simulate',
    'policy',
    'policy check',
    'judge',
    'prove',
    'replay',
    'calibration',
    'budget',
    'doctor',
    'audit',
    'audit show',
    'audit verify',
    'audit export',
  ],
];
/** Where an example says more than the options do. */
const WITH_EXAMPLES = COMMANDS.filter((c) => !['down', 'doctor'].includes(c) && !c.startsWith('audit '));
/** They have no other form than JSON, or print nothing that a program would read. */
const WITHOUT_JSON = ['up', 'policy', 'audit', 'audit export'];

const REFUSED: readonly (readonly [string[], string])[] = [
  [['deploy'], "unknown command 'deploy'"],
  [['releases', '--all'], "unknown option '--all'"],
  [['show'], "missing required argument 'release'"],
  [['kill', 'maybe'], "'maybe' is invalid for argument 'state'. Allowed choices are on, off"],
  [['up', '--speed', '0'], 'expected a number from 1 to 1000'],
  [['init', '--port', '70000'], 'expected a port from 1 to 65535'],
  [['replay', '--from', 'yesterday'], 'expected a day, 2026-01-31, or an instant'],
  [['unfreeze', 'last', '--to', 'half'], 'Allowed choices are old, new'],
  [['releases', '--limit', 'x'], 'expected a whole number from 1'],
  [['audit', 'export', '--format', 'xml'], 'Allowed choices are records, deployments'],
  [['simulate'], "required option '--facts <file>' not specified"],
  [['policy', 'check'], "missing required argument 'folder'"],
  [['budget', '--month', '2026-13'], 'expected a month as YYYY-MM'],
  [['decide'], "required option '--facts <file>' not specified"],
];

describe('help that a newcomer understands', () => {
  let main: CliResult;
  let help: ReadonlyMap<string, CliResult>;
  let refused: readonly CliResult[];
  beforeAll(async () => {
    const lines = [['--help'], ...COMMANDS.map((c) => [...c.split(' '), '--help']), ...REFUSED.map(([args]) => args)];
    const [first, ...others] = await runCliBatch(lines);
    main = first!;
    help = new Map(COMMANDS.map((command, i) => [command, others[i]!]));
    refused = others.slice(COMMANDS.length);
  }, 60_000);

  it('names every command, the first steps and the exit codes', () => {
    expect(main.code).toBe(0);
    for (const command of COMMANDS.filter((c) => !c.includes(' ')))
      expect(main.stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    expect(main.stdout).toContain('interlock submit --head my-branch');
    expect(main.stdout).toMatch(/Exit codes: 0 .* 1 .* 2 .* 3 /);
  });

  it.each(COMMANDS)('%s: says what it does and explains each option', (command) => {
    const { code, stdout } = help.get(command)!;
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: interlock ${command}`));
    const options = stdout.split('\n').filter((line) => /^ {2}-/.test(line));
    for (const option of options) expect(option.trim()).toMatch(/^(-\w, )?--[\w-]+( <\w+>)?( {2,}\S.*)?$/);
    expect(/--json/.test(stdout)).toBe(!WITHOUT_JSON.includes(command));
    expect(/^Examples:\n {2}\S/m.test(stdout)).toBe(WITH_EXAMPLES.includes(command));
  });

  it('every example is a command that exists with options that exist', async () => {
    for (const { stdout } of [main, ...help.values()])
      for (const [, example = ''] of stdout.matchAll(/^ {2}(?:cd \S+ && )?interlock (.+?)(?: {2,}.*)?$/gm)) {
        const [command = '', ...rest] = example.split(' ');
        const known = help.get(['audit', 'policy'].includes(command) ? `${command} ${rest[0]}` : command);
        expect(`${example}: ${known === undefined ? 'unknown' : 'known'}`).toBe(`${example}: known`);
        for (const option of rest.filter((word) => /^\[?--\w/.test(word)))
          expect(known!.stdout).toContain(`${option.replace('[', '')} `);
      }
  });

  it('the version is the one of package.json', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(await runCli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each(REFUSED.map(([args, message], i) => ({ args, message, i })))(
    '$args: exit code 2, on standard error, with a way on',
    ({ message, i }) => {
      const { code, stdout, stderr } = refused[i]!;
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(message);
      expect(stderr).toContain('--help');
    },
  );
});
