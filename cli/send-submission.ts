import type { Actor } from '../core/contracts/actor.ts';
import type { ReleaseId, ServiceName } from '../core/contracts/ids.ts';
import type { LocalChange } from '../embedded/vcs/local-change.ts';
import type { Before, Home } from './home.ts';

export type Sent = { readonly releaseId: ReleaseId; readonly before: Before | null; readonly engineRunning: boolean };

/** How many looks long, until the release is opened, so that "last" and "releases" have it. */
const LOOKS = 12;

export async function sendSubmission(home: Home, change: LocalChange, service: ServiceName, by: Actor): Promise<Sent> {
  const { releaseId, before } = await home.operations.submit(change, service, by);
  const engineRunning = home.engineIsRunning();
  for (let look = 0; engineRunning && look < LOOKS; look += 1) {
    if ((await home.ports.releases.get(releaseId)) !== null) break;
    await new Promise((resolve) => setTimeout(resolve, Math.min(home.lookEveryMs, 1000)));
  }
  return { releaseId, before, engineRunning };
}
