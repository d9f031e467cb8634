import { InvalidInput, Transient } from '../../../core/contracts/errors.ts';
import { holdSchema, type Hold } from '../../../core/contracts/hold.ts';
import { plainText } from '../../../core/decide/plain-text.ts';
import { checked } from '../../../lambdas/kit/checked.ts';
import type { Clock, HoldEnding, HoldLink, Holds } from '../../../lambdas/ports.ts';

type Kept = { hold: Hold; token: string; word: unknown; answered: boolean };
export type HoldStore = { readonly holds: Map<string, Kept>; readonly links: Map<string, HoldLink> };
export const emptyHolds = (): HoldStore => ({ holds: new Map(), links: new Map() });

export type LivesHolds = Holds & {
  /** Answers the tokens whose answer did not get through; what the janitor's round does in every home. */
  answerEnded(): Promise<number>;
  dueHolds(now: number): readonly Hold[];
};

type Succeed = (taskToken: string, word: unknown) => unknown;

/** Holds in memory, with their tokens beside them. */
export function createHolds({ holds, links }: HoldStore, clock: Clock, succeed: Succeed): LivesHolds {
  const isEnded = ({ hold }: Kept) => hold.status.kind === 'ENDED';
  const answer = async (kept: Kept): Promise<void> => {
    const { token, word } = kept;
    try {
      await succeed(token, word);
    } catch {
      throw new Transient(`hold ${kept.hold.holdId}: its answer could not be delivered`);
    }
    if (kept.token === token) kept.answered = true;
  };
  const known = (holdId: string): Kept => {
    const kept = holds.get(holdId);
    if (kept === undefined) throw new InvalidInput(`hold ${holdId}: not found`);
    return kept;
  };
  return {
    open: async (given, taskToken) => {
      const hold = checked(holdSchema, given, 'hold');
      const before = holds.get(hold.holdId);
      if (before === undefined) holds.set(hold.holdId, { hold, token: taskToken, word: null, answered: false });
      else Object.assign(before, { token: taskToken, answered: false });
      if (before !== undefined && isEnded(before)) await answer(before);
      return before === undefined ? 'OPENED' : 'EXISTS';
    },
    get: async (holdId) => holds.get(holdId)?.hold ?? null,
    ofRelease: async (releaseId) =>
      [...holds.values()].flatMap(({ hold }) => (hold.subject.releaseId === releaseId ? [hold] : [])),
    setNoticeDelivered: async (holdId) => {
      const kept = known(holdId);
      if (!isEnded(kept)) kept.hold = { ...kept.hold, noticeDelivered: true };
    },
    saveLink: async (link) => {
      const saved = links.get(link.linkId) ?? link;
      links.set(link.linkId, saved);
      if (saved.holdId !== link.holdId || saved.approverId !== link.approverId)
        throw new InvalidInput('link id: it is already given to another hold or approver');
    },
    link: async (linkId) => links.get(linkId) ?? null,
    end: async (holdId, ending, word) => {
      const kept = known(holdId);
      const first = !isEnded(kept);
      if (first) {
        kept.hold = { ...kept.hold, status: endedStatus(ending, clock.now()) };
        kept.word = word;
      }
      await answer(kept);
      return first ? 'ENDED' : 'ALREADY';
    },
    answerEnded: async () => {
      const waiting = [...holds.values()].filter((kept) => isEnded(kept) && !kept.answered);
      const results = await Promise.allSettled(waiting.map(answer));
      return results.filter(({ status }) => status === 'fulfilled').length;
    },
    dueHolds: (now) =>
      [...holds.values()].flatMap(({ hold }) =>
        hold.status.kind === 'OPEN' && Date.parse(hold.deadline) <= now ? [hold] : [],
      ),
  };
}

function endedStatus({ answer, by, reason }: HoldEnding, at: number): Hold['status'] {
  return {
    kind: 'ENDED',
    answer,
    by: by.slice(0, 300),
    reason: plainText(reason, 1000),
    at: new Date(at).toISOString(),
  };
}
