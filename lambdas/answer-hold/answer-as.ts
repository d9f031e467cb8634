import type { Actor } from '../../core/contracts/actor.ts';
import type { Hold, HoldAnswer } from '../../core/contracts/hold.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import { answerHold, type HoldRequest } from '../../core/hold/answer-hold.ts';
import { compilePolicies } from '../../core/policy/compile-policies.ts';
import { mayApprove } from '../../core/policy/may-approve.ts';
import { endHold } from '../kit/end-hold.ts';
import type { Deps } from './deps.ts';

/** What answering needs: of links, only the page knows. */
export type AnswerPorts = Omit<Deps, 'linkSigner'>;

export type AnswerResult =
  | { readonly kind: 'ENDED'; readonly answer: HoldAnswer; readonly by: string }
  | { readonly kind: 'REFUSED'; readonly why: string; readonly message: string };

type PersonAnswer = {
  readonly releaseId: ReleaseId;
  readonly personId: string;
  readonly answer: 'APPROVE' | 'REJECT';
  readonly reason: string;
  /** How the person answered, for the record. */
  readonly via: string;
};

/** The answer of a person that the home did not prove by a link: recorded as not authenticated. */
export async function answerAs(deps: AnswerPorts, input: PersonAnswer): Promise<AnswerResult> {
  const open = (await deps.holds.ofRelease(input.releaseId)).filter((h) => h.status.kind === 'OPEN');
  const hold = open[0];
  if (hold === undefined)
    return { kind: 'REFUSED', why: 'NO_HOLD', message: 'nothing of this release waits for an answer now' };
  const { personId, answer } = input;
  const reason = input.reason === '' ? `by ${input.via}` : `${input.reason} (by ${input.via})`;
  return answerOpenHold(
    deps,
    hold,
    { kind: 'PERSON', personId, answer, reason },
    { id: personId, kind: 'PERSON', authenticated: false },
  );
}

/** Asks the core what the request does to the hold, and carries it out. Cedar has to agree to every approval. */
export async function answerOpenHold(
  deps: AnswerPorts,
  hold: Hold,
  request: HoldRequest,
  actor: Actor,
): Promise<AnswerResult> {
  const release = await deps.releases.get(hold.subject.releaseId);
  if (release === null) return { kind: 'REFUSED', why: 'UNKNOWN', message: 'the release is not known' };
  const settings = await deps.settings.current();
  const current = { head: release.change.head, digest: release.digest, configHash: settings.hash, stop: release.stop };
  const result = answerHold(hold, request, deps.clock.now(), current);
  if (result.kind === 'REFUSED') return result;
  if (result.answer === 'APPROVED') {
    const policy = mayApprove(compilePolicies(settings.policies), result.by, {
      ...hold,
      service: release.change.service,
    });
    if (!policy.allowed)
      return { kind: 'REFUSED', why: 'POLICY', message: `policy does not allow ${result.by} to approve this` };
  }
  const counted = await endHold(deps, hold, { answer: result.answer, by: result.by, reason: result.reason }, actor);
  return { kind: 'ENDED', answer: counted.answer, by: counted.by };
}
