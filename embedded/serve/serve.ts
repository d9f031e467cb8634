import { serve as serveHttp } from '@hono/node-server';
import type { Server } from 'node:http';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { ServiceName } from '../../core/contracts/ids.ts';
import type { Settings } from '../../lambdas/ports.ts';
import { createHandler as createAnswerHold } from '../../lambdas/answer-hold/handler.ts';
import { createPage } from '../../lambdas/answer-hold/page/create-page.ts';
import { dataPlaneStatus } from '../deployer/data-plane-status.ts';
import { ensureDataPlane } from '../deployer/ensure-data-plane.ts';
import { ensureService } from '../deployer/ensure-service.ts';
import { stopDataPlane } from '../deployer/stop-data-plane.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { openHome, type Home } from '../home/open-home.ts';
import { RELEASE_FUNCTIONS, SHIFT_FUNCTIONS } from '../home/steps.ts';
import { resolveRef } from '../vcs/resolve-ref.ts';
import { loadMachines } from './load-machines.ts';
import { startRounds } from './rounds.ts';

type Options = {
  readonly configFile: string;
  readonly folder?: string;
  readonly speed?: number;
  readonly say: (line: string) => void;
  /** Throws InvalidInput for policies that must not come into force. */
  readonly checkPolicies?: (policies: Settings['policies']) => void;
  /** Another engine has taken this home over: nothing is done here any more. */
  readonly onLost?: () => void;
};
export type Running = { readonly home: Home; stop(options: { readonly keepServices: boolean }): Promise<void> };

/** Runs one home: services behind their proxies, the engine, the page, and the rounds that ring for holds. */
export async function serve({ say, onLost, ...options }: Options): Promise<Running> {
  const home = openHome(options);
  const stops: (() => Promise<void> | void)[] = [];
  const servedBefore = (await dataPlaneStatus(home.paths.folder)) !== null;
  const stopAll = async () => {
    for (const stop of stops.reverse()) await stop();
    home.close();
  };
  try {
    const engine = createEngine({
      db: home.db,
      clock: home.clock,
      machines: loadMachines(),
      invoke: (name, payload) => {
        const known = [...RELEASE_FUNCTIONS, ...SHIFT_FUNCTIONS].find((fn) => fn === name);
        if (known === undefined) throw new InvalidInput(`the state machine names a step that does not exist: ${name}`);
        return home.steps[known](payload);
      },
      onError: (error) => {
        home.logger.error('engine', { message: (error as Error).message });
        if ((error as Error).name === 'LeaseLost') onLost?.();
      },
    });
    // Takes the lease on the home before anything is started, so that a second "up" leaves everything as it is.
    claim(engine, home);
    stops.push(() => engine.stop());
    const server = await servePage(home);
    stops.push(() => closeServer(server));
    await startServices(home, say);
    home.ports.gates.resume();
    stops.push(() => home.ports.gates.stop());
    engine.run();
    stops.push(startRounds(home));
    const open = await home.ports.releases.list({ status: 'OPEN' });
    const { speed } = home.clock.setting;
    say(`Approval page at ${home.publicUrl}${speed === 1 ? '' : `; time runs ${speed} times faster`}`);
    say(open.length === 0 ? 'Ready.' : `Ready; ${open.length} open releases go on.`);
  } catch (error) {
    // Nothing to stop means that the lease was not ours: what runs belongs to another engine.
    if (!servedBefore && stops.length > 0) stops.unshift(async () => void (await stopDataPlane(home.paths.folder)));
    await stopAll();
    throw error;
  }
  return {
    home,
    async stop({ keepServices }) {
      if (!keepServices) stops.unshift(async () => void (await stopDataPlane(home.paths.folder)));
      await stopAll();
    },
  };
}

function claim(engine: Engine, home: Home): void {
  try {
    engine.claim();
  } catch (error) {
    if (!home.engineIsRunning()) throw error;
    throw new InvalidInput(`--home: ${home.paths.folder}: ${(error as Error).message}`, { cause: error });
  }
}

async function startServices(home: Home, say: (line: string) => void): Promise<void> {
  const { config } = await home.ports.settings.current();
  const remote = await ensureDataPlane(home.paths.folder, home.clock);
  for (const [name, service] of Object.entries(config.services)) {
    const commit = await resolveRef(service.repository, service.initialRef);
    const digest = await home.ports.vcs.digestOf({ kind: 'LOCAL', path: service.repository }, commit);
    const soon = setTimeout(() => {
      say(`Starting ${name}: waiting for ${service.health} to answer 200, up to ${service.startTimeoutSeconds} s ...`);
    }, 1000);
    await ensureService(remote, name as ServiceName, service, service.repository, { commit, digest }).finally(() =>
      clearTimeout(soon),
    );
    const running = await home.ports.deployer.running(name as ServiceName, 'production');
    say(`${name} serves ${running?.commit.slice(0, 12) ?? 'nothing'} at http://127.0.0.1:${service.port}`);
  }
}

function servePage(home: Home): Promise<Server> {
  const page = createPage({
    ...createAnswerHold(home.ports),
    onError: (error) => home.logger.error('page', { message: (error as Error).message }),
  });
  const { port } = home.ports.settings.now().config.page;
  return new Promise((resolve, reject) => {
    const server = serveHttp({ fetch: page.fetch, hostname: '127.0.0.1', port }, () => resolve(server)) as Server;
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new InvalidInput(`page.port: found ${port}, which is in use; expected a free port for the approval page`)
          : error,
      ),
    );
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
