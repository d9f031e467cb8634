import { createServer, type Server } from 'node:net';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { makeRepository, type TestRepository } from '../embedded/vcs/make-repository.ts';
import { configOf } from './config-of.ts';
import { runCli, type CliResult } from './run-cli.ts';

type Files = Readonly<Record<string, string | Buffer>>;
type Config = Parameters<typeof configOf>[0];

/** A service of one file, `greeter`, in a repository of its own, with config and home in a folder beside it. */
export type CliStage = {
  /** In the command line of every process of this stage. */
  readonly tag: string;
  /** Serves the version that is checked out. */
  readonly start: string;
  readonly repository: TestRepository;
  readonly config: string;
  readonly home: string;
  readonly port: number;
  readonly pagePort: number;
  /** Replaces the config; `service` and `over` change the usual one. */
  configure(service?: object, over?: Config): void;
  /** Makes a branch from main with these files; main is checked out afterwards. */
  branch(name: string, files: Files): CommitSha;
  /** `interlock --config THIS ARGS`. */
  cli(...args: string[]): Promise<CliResult>;
  remove(): void;
};

export const SERVER = `
import { createServer } from 'node:http';
createServer((request, response) => response.end(request.url === '/health' ? 'ok' : 'old'))
  .listen(process.env.PORT, process.env.HOST);
`;

export async function cliStage(): Promise<CliStage> {
  const repository = makeRepository();
  const tag = path.basename(repository.path);
  const folder = `${repository.path}-home`;
  mkdirSync(folder);
  const start = `exec node server.mjs ${tag}`;
  const config = path.join(folder, 'interlock.yaml');
  const [port, pagePort] = [await freePort(), await freePort()];
  repository.commit({ 'server.mjs': SERVER, 'gate.sh': 'exit 0\n' });
  const stage: CliStage = {
    ...{ tag, start, repository, config, home: path.join(folder, '.interlock'), port, pagePort },
    configure(service = {}, over = {}) {
      const content = configOf({
        services: {
          greeter: { repository: repository.path, start, port, startTimeoutSeconds: 5, ...service },
        },
        page: { port: pagePort },
        gates: { stages: [{ name: 'fast', gates: [{ name: 'script', command: 'sh gate.sh', timeoutSeconds: 2 }] }] },
        // The shortest that the config allows.
        timing: { stagingSeconds: 30, canarySeconds: 60, canaryExtensions: 0, warmUpSeconds: 0 },
        rollout: { whenUnderpowered: ['person'] },
        ...over,
      });
      writeFileSync(config, stringify(content));
    },
    branch(name, files) {
      repository.git('switch', '--quiet', '-c', name);
      const commit = repository.commit(files, `Change: ${name}`);
      repository.git('switch', '--quiet', 'main');
      return commit;
    },
    cli: (...args) => runCli(['--config', config, ...args]),
    remove() {
      repository.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  stage.configure();
  return stage;
}

export async function freePort(): Promise<number> {
  const { port, close } = await occupy();
  await close();
  return port;
}

/** Takes a free port until `close`. */
export function occupy(): Promise<{ readonly port: number; close(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server: Server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address !== 'object' || address === null) return reject(new Error('no port'));
      resolve({ port: address.port, close: () => new Promise((done) => server.close(() => done())) });
    });
  });
}
