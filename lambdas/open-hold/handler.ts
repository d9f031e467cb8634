import * as z from 'zod';
import { Terminal } from '../../core/contracts/errors.ts';
import { holdAnswerSchema, type Hold, type HoldAnswer } from '../../core/contracts/hold.ts';
import { instantSchema, type ReleaseId } from '../../core/contracts/ids.ts';
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
    const answerNow = async (wanted: HoldAnswer, why: string) => {
      const written = await context.record({
        key: `hold.${gate}.ended`,
        event: 'hold.ended',
        rationale: why,
        payload: { gate, kind: 'NONE', answer: wanted },
      });
      // What was written first is what counts, whatever has changed since.
      const { answer } = endedSchema.parse(written.payload);
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
    const written = await context.record({
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
    // A repeated call comes later and must not move the deadline that is on record.
    const { deadline } = openedSchema.parse(written.payload);
    await deps.holds.open({ ...hold, deadline }, taskToken);
    const open = await deps.holds.get(hold.holdId);
    if (open?.status.kind !== 'OPEN') return {};
    if (await sendNotices(deps, env, context, verdict, open)) await deps.holds.setNoticeDelivered(open.holdId);
    return {};
  };

const endedSchema = z.object({ answer: holdAnswerSchema });
const openedSchema = z.object({ deadline: instantSchema });

async function holdNeed(deps: Deps, context: ReleaseContext, verdict: Verdict, gate: Input['gate']): Promise<HoldNeed> {
  const canary = await context.evidence.shift('CANARY');
  const holds = await deps.holds.ofRelease(context.release.releaseId);
  const approved = holds.find((h) => h.status.kind === 'ENDED' && h.status.answer === 'APPROVED');
  return holdFor({
    gate,
    verdict,
    staging: (await context.evidence.shift('STAGING'))?.result ?? null,
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
