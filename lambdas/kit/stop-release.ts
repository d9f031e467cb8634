import * as z from 'zod';
import type { Actor } from '../../core/contracts/actor.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import { stopRequestSchema, type Release, type StopRequest } from '../../core/contracts/release.ts';
import { plainText } from '../../core/decide/plain-text.ts';
import type { Ports } from '../ports.ts';
import { endHold } from './end-hold.ts';
import { recorder } from './recorder.ts';

export type StopPorts = Pick<Ports, 'auditLog' | 'releases' | 'holds' | 'gates' | 'blobs'>;

/**
 * Asks an open release to end (001-1, K28): recorded first, then the request is stored, then what waits is woken: open
 * holds end, running gates are cancelled; a shift sees the request at its next observation. Returns the release, or
 * null when there is none; a closed release is returned unchanged.
 */
export async function stopRelease(
  ports: StopPorts,
  releaseId: ReleaseId,
  request: { readonly kind: StopRequest['kind']; readonly actor: Actor; readonly reason: string },
): Promise<Release | null> {
  const release = await ports.releases.get(releaseId);
  if (release === null || release.status === 'CLOSED') return release;
  const written = await recorder(
    ports.auditLog,
    release,
  )({
    key: 'release.stopped',
    event: 'release.stopped',
    rationale: plainText(request.reason, 1000),
    payload: { kind: request.kind, by: request.actor.id, during: release.at },
    actor: request.actor,
  });
  // What was written first is what counts, also when that request died before it was stored.
  const { kind, by } = stoppedSchema.parse(written.payload);
  const stop: StopRequest = { kind, by, reason: written.rationale, at: written.at };
  const stopped = await ports.releases.requestStop(releaseId, stop);
  await ports.gates.cancel(releaseId);
  for (const hold of await ports.holds.ofRelease(releaseId)) {
    if (hold.status.kind === 'OPEN')
      await endHold(
        ports,
        hold,
        { answer: kind === 'CANCEL' ? 'CANCELLED' : 'SUPERSEDED', by, reason: stop.reason },
        written.actor,
      );
  }
  return stopped;
}

const stoppedSchema = z.object({ kind: stopRequestSchema.shape.kind, by: stopRequestSchema.shape.by });
