import type { Command } from 'commander';
import pc from 'picocolors';
import type { ReleaseId } from '../core/contracts/ids.ts';
import type { Release } from '../core/contracts/release.ts';
import { dataPlaneStatus } from '../embedded/deployer/data-plane-status.ts';
import type { Home } from '../embedded/home/open-home.ts';
import { EXIT } from './exit-codes.ts';
import { findRelease } from './find-release.ts';
import { withHome } from './home-of.ts';
import { duration, json, line, safe } from './print.ts';
import { releaseView } from './release-view.ts';

const REFRESH_MS = 250;

export function registerWatch(program: Command): void {
  program
    .command('watch <release>')
    .description('follow a release to its end: steps, weights, countdowns. Exit code 1 unless it is DEPLOYED')
    .option('--json', 'print one JSON object for each new step, then the release')
    .action(async (id: string, options: { json?: boolean }, command: Command) =>
      withHome(command, async (home) => {
        const release = await findRelease(home.ports.releases, id);
        process.exitCode = (await follow(home, release.releaseId, options.json === true)) ? EXIT.OK : EXIT.NO;
      }),
    );
}

/** Prints each new step once and, on a terminal, a line that counts down; true when the release ended as DEPLOYED. */
export async function follow(home: Home, releaseId: string, asJson: boolean): Promise<boolean> {
  let shown = 0;
  for (;;) {
    const release = await home.ports.releases.get(releaseId as ReleaseId);
    if (release !== null) {
      const view = await releaseView(home.ports, release.releaseId);
      for (const step of view.steps.filter((s) => s.seq > shown)) {
        clearStatus(asJson);
        if (asJson) line(JSON.stringify(step));
        else line(`${pc.dim(step.at)}  ${step.event.padEnd(18)} ${safe(step.rationale).slice(0, 200)}`);
        shown = step.seq;
      }
      if (release.status === 'CLOSED') {
        if (asJson) json(release);
        else line(pc.bold(release.outcome ?? 'CLOSED'));
        return release.outcome === 'DEPLOYED';
      }
      if (!asJson) status(await now(home, release));
    } else if (!asJson)
      status(home.engineIsRunning() ? 'waiting for the engine' : 'no engine is running: start it with "interlock up"');
    await new Promise((resolve) => setTimeout(resolve, REFRESH_MS));
  }
}

async function now(home: Home, release: Release): Promise<string> {
  const hold = (await home.ports.holds.ofRelease(release.releaseId)).find((h) => h.status.kind === 'OPEN');
  if (hold !== undefined) return `${hold.kind} ends in ${duration(Date.parse(hold.deadline) - home.clock.now())}`;
  // Not through the deployer's port: asking there would tell it that the orchestrator lives.
  const report = await dataPlaneStatus(home.paths.folder);
  const shift = report?.targets.find((target) => target.shift?.shiftId.startsWith(release.releaseId))?.shift ?? null;
  return shift === null ? release.at : `${release.at}: ${shift.weight} % of the traffic, ${shift.state.toLowerCase()}`;
}

function status(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${text}`);
}

function clearStatus(asJson: boolean): void {
  if (!asJson) status('');
}
