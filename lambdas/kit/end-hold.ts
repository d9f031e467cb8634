import type { Actor } from '../../core/contracts/actor.ts';
import { Terminal } from '../../core/contracts/errors.ts';
import { holdAnswerSchema, type Hold } from '../../core/contracts/hold.ts';
import { nextAfterHold } from '../../core/hold/next-after-hold.ts';
import type { HoldEnding, Ports } from '../ports.ts';
import { evidenceOf } from './evidence.ts';
import { recorder } from './recorder.ts';

export type EndHoldPorts = Pick<Ports, 'auditLog' | 'releases' | 'holds' | 'blobs'>;

/**
 * Ends a hold once. The audit log decides between two endings that race: the key is written once, so whoever wrote it
 * first has ended the hold, and everybody else carries out that ending. Returns the ending that counts.
 */
export async function endHold(ports: EndHoldPorts, hold: Hold, ending: HoldEnding, actor: Actor): Promise<HoldEnding> {
  const { releaseId } = hold.subject;
  const release = await ports.releases.get(releaseId);
  if (release === null) throw new Terminal(`release ${releaseId} of hold ${hold.holdId} is not known`);
  const gate = hold.kind === 'TIME_LOCK' ? 'TIME_LOCK' : 'APPROVAL';
  const written = await recorder(
    ports.auditLog,
    release,
  )({
    key: `hold.${gate}.ended`,
    event: 'hold.ended',
    rationale: ending.reason,
    payload: { gate, kind: hold.kind, answer: ending.answer, by: ending.by, ...subjectOf(hold) },
    actor,
  });
  const payload = written.payload as { readonly answer?: unknown; readonly by?: unknown };
  const counted: HoldEnding = {
    answer: holdAnswerSchema.parse(payload.answer),
    by: String(payload.by),
    // A hold has room for less than a record; half a character would be refused there.
    reason: written.rationale.slice(0, 1000).toWellFormed(),
  };
  const { plan } = await evidenceOf(ports.blobs, releaseId).get('verdict');
  await ports.holds.end(hold.holdId, counted, {
    next: nextAfterHold(gate, counted.answer, plan),
    answer: counted.answer,
  });
  return counted;
}

const subjectOf = ({ subject }: Hold) => ({
  head: subject.head,
  digest: subject.digest,
  configHash: subject.configHash,
});
