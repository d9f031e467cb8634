import type { ChangeSubmitted } from '../core/contracts/change-submitted.ts';
import type { ReleaseId } from '../core/contracts/ids.ts';
import type { Outcome } from '../core/contracts/outcome.ts';
import { releaseIdOf } from '../core/release/release-id.ts';
import type { Home } from '../embedded/home/open-home.ts';

export type Sent = {
  readonly releaseId: ReleaseId;
  /** The release that this head already had; its outcome is null while it is open. */
  readonly before: { readonly at: string; readonly outcome: Outcome | null } | null;
  readonly engineRunning: boolean;
};

/** Until a running engine has opened the release, so that "last" and "releases" have it; real milliseconds. */
const OPENED_WITHIN_MS = 3_000;
const LOOK_MS = 50;

export async function sendSubmission(home: Home, event: ChangeSubmitted): Promise<Sent> {
  const releaseId = releaseIdOf(event);
  const known = await home.ports.releases.get(releaseId);
  await home.steps.intake(event);
  const engineRunning = home.engineIsRunning();
  const deadline = Date.now() + OPENED_WITHIN_MS;
  while (engineRunning && (await home.ports.releases.get(releaseId)) === null && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  return { releaseId, before: known && { at: known.at, outcome: known.outcome }, engineRunning };
}
