import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import type { Command } from 'commander';
import pc from 'picocolors';
import { verifyExport } from '../core/audit/verify-export.ts';
import { InvalidInput } from '../core/contracts/errors.ts';
import type { ServiceName } from '../core/contracts/ids.ts';
import { dataPlaneStatus } from '../embedded/deployer/data-plane-status.ts';
import type { Home } from '../embedded/home/open-home.ts';
import { resolveRef } from '../embedded/vcs/resolve-ref.ts';
import { EXIT } from './exit-codes.ts';
import { withHome } from './home-of.ts';
import { json, line, safe } from './print.ts';

type Finding = { readonly check: string; readonly ok: boolean; readonly detail: string };

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
      ...(await services(home)),
      ...(await people(home)),
      ...(await controls(home)),
      ...record(home),
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

async function services(home: Home): Promise<Finding[]> {
  const { config } = await home.ports.settings.current();
  const report = await dataPlaneStatus(home.paths.folder);
  const running = home.engineIsRunning();
  const findings: Finding[] = [
    { check: 'config', ok: true, detail: `${home.paths.config}, profile ${config.profile}` },
    { check: 'engine', ok: running, detail: running ? 'runs' : 'does not run: releases wait until "interlock up"' },
  ];
  for (const [name, service] of Object.entries(config.services)) {
    const commit = await resolveRef(service.repository, service.initialRef).then(
      (sha) => ({ ok: true, detail: `${service.repository} at ${sha.slice(0, 12)}` }),
      (error: Error) => ({ ok: false, detail: error.message }),
    );
    findings.push({ check: `${name} repository`, ...commit });
    const target = report?.targets.find((t) => t.service === name && t.environment === 'production');
    if (target !== undefined) {
      const versions = target.versions.map((v) => `${v.commit.slice(0, 12)} at ${v.weight} %`).join(', ');
      findings.push({
        check: `${name} serving`,
        ok: target.versions.length > 0,
        detail: `${versions || 'nothing'} on port ${service.port}`,
      });
    } else {
      const free = await isFree(service.port);
      findings.push({
        check: `${name} port`,
        ok: free,
        detail: free
          ? `${service.port} is free`
          : `${service.port} is used by something else: change services.${name}.port`,
      });
    }
  }
  return findings;
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

function record(home: Home): Finding[] {
  const result = verifyExport([...home.auditLines()].join(''));
  const detail =
    result.problems[0] === undefined
      ? `${result.checked} records verify`
      : `${result.problems.length} problems: "interlock audit verify" names them`;
  return [{ check: 'audit log', ok: result.problems.length === 0, detail }];
}

function attempt(work: () => string): { ok: true; value: string } | { ok: false } {
  try {
    return { ok: true, value: work() };
  } catch {
    return { ok: false };
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
