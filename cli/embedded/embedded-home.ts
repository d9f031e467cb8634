import { dataPlaneStatus } from '../../embedded/deployer/data-plane-status.ts';
import { openHome, type Options } from '../../embedded/home/open-home.ts';
import { worktreeOf } from '../../embedded/vcs/submission-of.ts';
import type { Home } from '../home.ts';
import { embeddedFindings } from './embedded-findings.ts';
import { embeddedOperations } from './embedded-operations.ts';

/** Of what lies on this machine, the screen may be brought up to date often. */
const LOOK_MS = 250;

/** The home on this machine, opened beside its engine. */
export function embeddedHome(options: Options): Home {
  const home = openHome(options);
  return {
    target: 'embedded',
    clock: home.clock,
    ports: home.ports,
    operations: embeddedOperations(home),
    auditLines: async function* (releaseId) {
      yield* home.auditLines(releaseId);
    },
    engineIsRunning: () => home.engineIsRunning(),
    weightOf: async (shiftId) => {
      // Not through the deployer's port: asking there would tell it that the orchestrator lives.
      const report = await dataPlaneStatus(home.paths.folder);
      return report?.targets.find((t) => t.shift?.shiftId === shiftId)?.shift?.weight ?? null;
    },
    lookEveryMs: LOOK_MS,
    cloneOf: ({ repository }, repo) => worktreeOf(repository, repo),
    findings: () => embeddedFindings(home),
    close: () => home.close(),
  };
}
