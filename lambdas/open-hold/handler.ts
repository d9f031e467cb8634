import { Terminal } from '../../core/contracts/errors.ts';
import type { Hold, HoldAnswer } from '../../core/contracts/hold.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { Verdict } from '../../core/contracts/verdict.ts';
import { holdFor, type HoldNeed } from '../../core/hold/hold-for.ts';
import { isAuthor } from '../../core/hold/is-author.ts';
import { nextAfterHold } from '../../core/hold/next-after-hold.ts';
import { releaseContext, serviceOf, type ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';
import type { Env } from './env.ts';
import { sendNotices } from './send-notices.ts';

type Input = {
  readonly releaseId: ReleaseId;
  readonly gate: Hold['kind'] & ('APPROVAL' | 'TIME_LOCK');
  readonly taskToken: string;
};

/** Opens the hold that the verdict asks for and tells those who may answer it; its end answers the task token. */
export const createHandler =
  (deps: Deps, env: Env) =>
  async ({ releaseId, gate, taskToken }: Input) => {
    const context = await releaseContext(deps, releaseId, gate === 'APPROVAL' ? 'approval' : 'time-lock');
    const verdict = await context.evidence.get('verdict');
    const answerNow = async (answer: HoldAnswer, why: string) => {
      await context.record({
        key: `hold.${gate}.ended`,
        event: 'hold.ended',
        rationale: why,
        payload: { gate, kind: 'NONE', answer },
      });
      await deps.callbacks.succeed(taskToken, { next: nextAfterHold(gate, answer, verdict.plan), answer });
      return {};
    };
    const { stop } = context.release;
    if (stop !== null) return answerNow(stop.kind === 'CANCEL' ? 'CANCELLED' : 'SUPERSEDED', stop.reason);
    const need = await holdNeed(deps, context, verdict, gate);
    if (need.kind === 'NONE') return answerNow('NOT_REQUIRED', 'policy asks nobody for this change');

    const hold = await newHold(deps, context, gate, need);
    const nobody = need.holdKind === 'APPROVAL' && hold.approvers.length === 0;
    if (nobody)
      return answerNow(
        'EXPIRED',
        'every configured approver wrote or submitted part of this change: nobody may approve it',
      );
    await context.record({
      key: `hold.${gate}.opened`,
      event: 'hold.opened',
      rationale: `${need.holdKind} until ${need.deadline}; silence ${need.silence === 'PROCEED' ? 'proceeds' : 'cancels'}`,
      payload: {
        gate,
        kind: need.holdKind,
        deadline: need.deadline,
        silence: need.silence,
        approvers: hold.approvers.map((a) => a.id),
      },
    });
    await deps.holds.open(hold, taskToken);
    if (await sendNotices(deps, env, context, verdict, hold)) await deps.holds.setNoticeDelivered(hold.holdId);
    return {};
  };

async function holdNeed(deps: Deps, context: ReleaseContext, verdict: Verdict, gate: Input['gate']): Promise<HoldNeed> {
  const canary = await context.evidence.shift('CANARY');
  const holds = await deps.holds.ofRelease(context.release.releaseId);
  const approved = holds.find((h) => h.status.kind === 'ENDED' && h.status.answer === 'APPROVED');
  return holdFor({
    gate,
    verdict,
    canary: canary?.result ?? null,
    now: deps.clock.now(),
    canaryPassedAt: canary?.endedAt ?? null,
    approvedAt: approved?.status.kind === 'ENDED' ? Date.parse(approved.status.at) : null,
    timing: context.settings.config.timing,
  });
}

async function newHold(
  deps: Deps,
  context: ReleaseContext,
  gate: Input['gate'],
  need: HoldNeed & { kind: 'HOLD' },
): Promise<Hold> {
  const { release, settings } = context;
  if (release.digest === null || release.configHash === null)
    throw new Terminal('the release has no digest or config hash to approve');
  const { authors } = await context.evidence.get('change');
  const approvers = serviceOf(settings, release).approvers ?? settings.config.approvers;
  return {
    holdId: `${release.releaseId}.${gate}`,
    kind: need.holdKind,
    subject: {
      releaseId: release.releaseId,
      head: release.change.head,
      digest: release.digest,
      configHash: release.configHash,
    },
    openedAt: new Date(deps.clock.now()).toISOString(),
    deadline: need.deadline,
    silence: need.silence,
    approvers: need.holdKind === 'APPROVAL' ? approvers.filter((a) => !isAuthor(a, authors)) : approvers,
    authors,
    noticeDelivered: false,
    status: { kind: 'OPEN' },
  };
}
