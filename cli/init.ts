import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { InvalidInput } from '../core/contracts/errors.ts';
import { loadConfig } from '../embedded/home/load-config.ts';
import { line } from './print.ts';

type Options = { readonly repo: string; readonly force?: boolean; readonly port: number };

export function registerInit(program: Command): void {
  program
    .command('init')
    .description('write a commented interlock.yaml for a service in a git repository')
    .option('--repo <path>', "the service's repository", '.')
    .option('--port <n>', 'port at which users reach the service', parsePort, 8080)
    .option('--force', 'replace a config that is there')
    .action((options: Options, command: Command) => {
      const file = path.resolve(command.optsWithGlobals<{ config: string }>().config);
      if (existsSync(file) && options.force !== true) throw new InvalidInput(`${file} exists; --force replaces it`);
      const repository = path.resolve(options.repo);
      if (!existsSync(path.join(repository, '.git')))
        throw new InvalidInput(`--repo: found "${repository}"; expected a git repository`);
      writeFileSync(file, template(repository, path.dirname(file), options.port));
      loadConfig(file);
      line(`Wrote ${file}.`);
      line('Check the start command, the health path and the approvers in it, then run: interlock up');
    });
}

function template(repository: string, folder: string, port: number): string {
  const relative = path.relative(folder, repository) || '.';
  const name =
    path
      .basename(repository)
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^[^a-z]+/, '')
      .slice(0, 40) || 'service';
  const schema = new URL('../docs/interlock.schema.json', import.meta.url).pathname;
  return `# yaml-language-server: $schema=${schema}
# Interlock's config. Everything that is left out has a default; unknown keys are errors. docs/config.md has all keys.
version: 1

# Who may deploy without a person: conservative (nobody), guarded or autonomous (low risk, earned trust).
profile: conservative

services:
  ${name}:
    repository: ${JSON.stringify(relative)}
    # Sets the ceilings: critical (0.5 % errors), standard (1 %) or internal (2 %).
    tier: standard
    # Serves HTTP on the port in $PORT. Run in a clean checkout of each version.
    start: ${JSON.stringify(startCommand(repository))}
    # build: "npm ci"
    # Must answer 200 when the service is ready.
    health: /health
    # Users reach the service here, on 127.0.0.1; Interlock shares the traffic out among versions behind it.
    port: ${port}
    # What must work in staging and after a rollback.
    checks:
      - name: home
        path: /health

# Who may approve. Authors of a change never may, whatever stands here.
approvers:
  - id: ${JSON.stringify(approver().id)}
    email: ${JSON.stringify(approver().email)}

gates:
  stages:
    - name: fast
      gates:
        # Looks for credentials in the lines a change adds.
        - name: secrets
          builtin: secrets
    # - name: tests
    #   gates:
    #     - name: unit
    #       category: test
    #       command: npm ci && npm test
    #       timeoutSeconds: 300
    #       report: { kind: junit, path: report.xml }
`;
}

function startCommand(repository: string): string {
  const has = (file: string) => existsSync(path.join(repository, file));
  if (has('package.json')) {
    const { scripts } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as {
      scripts?: Record<string, string>;
    };
    if (scripts?.['start'] !== undefined) return 'npm start';
  }
  for (const file of ['server.js', 'index.js', 'app.js']) if (has(file)) return `node ${file}`;
  for (const file of ['server.py', 'app.py', 'main.py']) if (has(file)) return `python3 ${file}`;
  return './start.sh';
}

/** The one who runs init, from git's own settings; to be replaced by those who really approve. */
function approver(): { id: string; email: string } {
  const git = (key: string) => {
    try {
      return execFileSync('git', ['config', '--get', key], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    } catch {
      return '';
    }
  };
  const email = git('user.email') || 'approver@example.com';
  return { id: email.split('@')[0] || 'approver', email };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new InvalidArgumentError('expected a port from 1 to 65535');
  return port;
}
