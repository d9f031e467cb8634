import { execFileSync } from 'node:child_process';
import type { Command } from 'commander';
import pc from 'picocolors';
import { InvalidInput } from '../core/contracts/errors.ts';
import type { ServiceName } from '../core/contracts/ids.ts';
import { EXIT } from './exit-codes.ts';
import type { Finding } from './finding.ts';
import { withHome } from './home-of.ts';
import type { Home } from './home.ts';
import { json, line, safe } from './print.ts';

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'check the machine, the config, the services and the log; says what to do. Exit code 1 when something is wrong',
    )
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const findings = [...machine(), ...(await atHome(command))];
      if (options.json) json(findings);
      else
        for (const f of findings) line(`${f.ok ? pc.green('ok   ') : pc.red('wrong')} ${f.check}: ${safe(f.detail)}`);
      if (findings.some((f) => !f.ok)) process.exitCode = EXIT.NO;
    });
}

/** What cannot be looked at because the config or the home is bad, is one finding that says so. */
async function atHome(command: Command): Promise<Finding[]> {
  try {
    return await withHome(command, async (home) => [
      ...(await home.findings()),
      ...(await people(home)),
      ...(await controls(home)),
    ]);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return [{ check: 'config', ok: false, detail: error.message }];
  }
}

function machine(): Finding[] {
  const git = attempt(() => execFileSync('git', ['--version'], { encoding: 'utf8' }).trim());
  const windows = process.platform === 'win32';
  return [
    { check: 'git', ok: git.ok, detail: git.ok ? git.value : 'git was not found on the PATH: install it' },
    {
      check: 'platform',
      ok: !windows,
      detail: windows ? 'process groups need Linux or macOS' : `${process.platform}, Node ${process.version}`,
    },
  ];
}

async function people(home: Home): Promise<Finding[]> {
  const { config } = await home.ports.settings.current();
  const example = config.approvers.some((a) => a.email.endsWith('@example.com'));
  const alone = config.approvers.length === 1;
  const reviewer =
    config.reviewer.kind === 'auto'
      ? 'Bedrock when AWS credentials are in the environment, else none'
      : config.reviewer.kind;
  return [
    {
      check: 'approvers',
      ok: true,
      detail: `${config.approvers.map((a) => a.id).join(', ')}${example ? ' (example addresses)' : ''}${
        alone ? '; nobody else can approve what they write themselves' : ''
      }`,
    },
    { check: 'reviewer', ok: true, detail: `${reviewer}; without a review every change asks for a person` },
  ];
}

async function controls(home: Home): Promise<Finding[]> {
  const { config } = await home.ports.settings.current();
  const findings: Finding[] = [];
  for (const name of Object.keys(config.services)) {
    const reason = await home.ports.controls.killSwitch(name as ServiceName);
    findings.push({
      check: `${name} kill switch`,
      ok: reason === null,
      detail: reason === null ? 'off' : `on: ${reason}. "interlock kill off" when it is mended`,
    });
  }
  return findings;
}

function attempt(work: () => string): { ok: true; value: string } | { ok: false } {
  try {
    return { ok: true, value: work() };
  } catch {
    return { ok: false };
  }
}
