import type { Command } from 'commander';
import pc from 'picocolors';
import { Transient } from '../core/contracts/errors.ts';
import { releaseIdSchema, type ReleaseId } from '../core/contracts/ids.ts';
import { examples } from './examples.ts';
import { EXIT } from './exit-codes.ts';
import { findRelease } from './find-release.ts';
import type { Home } from './home.ts';
import { withHome } from './home-of.ts';
import { duration, line, safe } from './print.ts';
import { releaseView, type ReleaseView } from './release-view.ts';
import { stepLine } from './step-line.ts';

/** Looks that may fail one after the other: a minute in AWS. */
const ATTEMPTS = 12;
/** A shift is decided at the next observation, 30 s of the release's clock apart; what is much later was prolonged. */
const LATE_MS = 60_000;

export function registerWatch(program: Command): void {
  program
    .command('watch <release>')
    .description(
      'follow a release to its end: steps, weights, countdowns; an id, its beginning, or "last". Exit code 1 unless it is DEPLOYED',
    )
    .option('--json', 'print one JSON object a line: each new step, then the release')
    .addHelpText('after', examples({ 'interlock watch last': 'the newest release; Ctrl-C stops only the watching' }))
    .action(async (id: string, options: { json?: boolean }, command: Command) =>
      withHome(
        command,
        async (home) => {
          const releaseId = await submittedId(home, id);
          process.exitCode = (await follow(home, releaseId, options.json === true)) ? EXIT.OK : EXIT.NO;
        },
        { evenIfConfigIsBad: true },
      ),
    );
}

/** Also of what was submitted and is not opened yet. */
async function submittedId(home: Home, id: string): Promise<ReleaseId> {
  const whole = releaseIdSchema.safeParse(id);
  if (whole.success && (await home.ports.executions.status(whole.data)) !== 'UNKNOWN') return whole.data;
  return (await findRelease(home.ports.releases, id)).releaseId;
}

/** Prints each new step once and, on a terminal, a line that counts down; true when the release ended as DEPLOYED. */
export async function follow(home: Home, releaseId: ReleaseId, asJson: boolean): Promise<boolean> {
  let shown = 0;
  let warned = false;
  for (;;) {
    const view = await look(home, releaseId);
    for (const step of view?.steps.filter((s) => s.seq > shown) ?? []) {
      clearStatus(asJson);
      line(asJson ? JSON.stringify(step) : stepLine(step, 200));
      shown = step.seq;
    }
    if (view?.release.status === 'CLOSED') {
      clearStatus(asJson);
      line(asJson ? JSON.stringify(view.release) : pc.bold(view.release.outcome ?? 'CLOSED'));
      return view.release.outcome === 'DEPLOYED';
    }
    if (!home.engineIsRunning()) {
      if (!warned) process.stderr.write('No engine is running: start it with "interlock up".\n');
      warned = true;
    } else if (!asJson) status(view === null ? 'waiting for its first step' : await now(home, view));
    await new Promise((resolve) => setTimeout(resolve, home.lookEveryMs));
  }
}

/** Null before it is opened. A throttle or a dropped line is tried again for a while: the watching may last hours. */
async function look(home: Home, releaseId: ReleaseId): Promise<ReleaseView | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const release = await home.ports.releases.get(releaseId);
      return release && (await releaseView(home.ports, releaseId));
    } catch (error) {
      if (!(error instanceof Transient) || attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, home.lookEveryMs));
    }
  }
}

/** What it waits for, with a countdown. */
async function now(home: Home, { release, shifts, holds }: ReleaseView): Promise<string> {
  const hold = holds.find((h) => h.status.kind === 'OPEN');
  const left = (end: number) => duration(end - home.clock.now());
  if (hold !== undefined) return `${hold.kind} ends in ${left(Date.parse(hold.deadline))}`;
  const shift = shifts.find((s) => s.decidedAt === null);
  if (shift === undefined) return release.at;
  const weight = await home.weightOf(shift.shiftId);
  const end = (shift.servedSince ?? home.clock.now()) + shift.plannedSeconds * 1000;
  const late = home.clock.now() - end;
  const wait = late < 0 ? `decided in ${left(end)}` : late < LATE_MS ? 'about to be decided' : 'watched longer';
  return `${safe(release.at)}: ${weight === null ? '' : `${weight} % of the traffic, `}${wait}`;
}

function status(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${text}`);
}

function clearStatus(asJson: boolean): void {
  if (!asJson) status('');
}
