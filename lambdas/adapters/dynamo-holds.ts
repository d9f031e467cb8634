import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { InvalidInput, Terminal } from '../../core/contracts/errors.ts';
import { holdSchema, type Hold } from '../../core/contracts/hold.ts';
import { checked, stored } from '../kit/checked.ts';
import type { Clock, HoldEnding, HoldLink, Holds } from '../ports.ts';
import { changeDocument, documentItem } from './change-document.ts';
import { dynamoTable, type Item } from './dynamo-table.ts';
import { holdTokens, type Succeed } from './hold-tokens.ts';
import { LOST, untilWon } from './until-won.ts';

export type DynamoHolds = Holds & {
  /**
   * Answers the tokens of ended holds whose answer did not get through. To be called by whoever makes the rounds.
   * Returns how many it answered; the others stay for the next time.
   */
  answerEnded(): Promise<number>;
};

type Options = {
  readonly table: string;
  readonly clock: Clock;
  /** Answers a task token. */
  readonly succeed: Succeed;
  /** Has the hold's deadline ring. Called again when a hold is opened again, so it must not ring twice for it. */
  readonly setBell: (hold: Hold) => Promise<void>;
};

/**
 * Holds in DynamoDB. The tokens lie in partitions of their own (hold-tokens), so that a role can be kept from them. The
 * holds of a release are a list of ids, in the order in which they were opened.
 */
export function createDynamoHolds(client: DynamoDBClient, { table, clock, succeed, setBell }: Options): DynamoHolds {
  const items = dynamoTable(client, table);
  const tokens = holdTokens(items, succeed);
  const get = async (holdId: string): Promise<Hold | null> => parsed(await items.get(keyOf(holdId)));

  /** Stores the hold if it is new and its newest token in any case. */
  const store = (hold: Hold, taskToken: string): Promise<'OPENED' | 'EXISTS'> =>
    untilWon(`hold ${hold.holdId}`, async () => {
      if ((await get(hold.holdId)) !== null) {
        // A step that is tried again comes with a new token, and the old one is no longer waited for.
        await tokens.replace(hold.holdId, taskToken);
        return 'EXISTS';
      }
      const written = await items.transact([
        items.putWrite(documentItem(keyOf(hold.holdId), hold), { condition: 'attribute_not_exists(pk)' }),
        tokens.firstWrite(hold.holdId, taskToken),
        items.updateWrite(
          releaseKey(hold.subject.releaseId),
          'SET holdIds = list_append(if_not_exists(holdIds, :none), :one)',
          {
            ':none': [],
            ':one': [hold.holdId],
          },
        ),
      ]);
      return written === LOST ? LOST : 'OPENED';
    });

  return {
    open: async (hold, taskToken) => {
      const accepted = checked(holdSchema, hold, 'hold');
      const result = await store(accepted, taskToken);
      const now = await get(accepted.holdId);
      if (now?.status.kind === 'OPEN') await setBell(now);
      await tokens.answer(accepted.holdId);
      return result;
    },
    get,
    ofRelease: async (releaseId) => {
      const list = await items.get(releaseKey(releaseId));
      if (list === null) return [];
      const { data: ids } = z.array(z.string()).safeParse(list['holdIds']);
      if (ids === undefined) throw new Terminal(`stored holds of ${releaseId}: not a list of ids`);
      const holds = (await items.getAll(ids.map(keyOf))).map((item) => parsed(item)!);
      if (holds.length !== ids.length) throw new Terminal(`stored holds of ${releaseId}: one of them is missing`);
      return holds;
    },
    setNoticeDelivered: async (holdId) => {
      await whileOpen(holdId, () => ({ next: { noticeDelivered: true } }));
    },
    saveLink: async (link) => {
      const item = { ...linkKey(link.linkId), holdId: link.holdId, approverId: link.approverId };
      if ((await items.put(item, { condition: 'attribute_not_exists(pk)' })) !== LOST) return;
      const saved = await linkOf(link.linkId);
      if (saved?.holdId !== link.holdId || saved.approverId !== link.approverId)
        throw new InvalidInput('link id: it is already given to another hold or approver');
    },
    link: linkOf,
    end: async (holdId, ending, word) => {
      const status = endedStatus(ending, clock.now());
      const ended = await whileOpen(holdId, () => ({
        next: { status },
        also: tokens.wordWrites(holdId, JSON.stringify(word)),
      }));
      await tokens.answer(holdId);
      return ended ? 'ENDED' : 'ALREADY';
    },
    answerEnded: tokens.answerAll,
  };

  /** Changes the hold if it is open; false when it is not. */
  async function whileOpen(
    holdId: string,
    change: () => { readonly next: Partial<Hold>; readonly also?: ReturnType<typeof tokens.wordWrites> },
  ): Promise<boolean> {
    let isOpen = false;
    const hold = await changeDocument(
      items,
      keyOf(holdId),
      { schema: holdSchema, what: `hold ${holdId}` },
      (before) => {
        isOpen = before?.status.kind === 'OPEN';
        if (before === null || !isOpen) return null;
        const { next, ...more } = change();
        return { next: { ...before, ...next }, ...more };
      },
    );
    if (hold === null) throw new InvalidInput(`hold ${holdId}: not found`);
    return isOpen;
  }

  async function linkOf(linkId: string): Promise<HoldLink | null> {
    const item = await items.get(linkKey(linkId));
    if (item === null) return null;
    const { data } = linkSchema.safeParse(item);
    if (data === undefined) throw new Terminal('stored link: malformed');
    return { linkId, ...data };
  }
}

const linkSchema = z.object({ holdId: z.string(), approverId: z.string() });
const keyOf = (holdId: string) => ({ pk: `HOLD#${holdId}`, sk: 'HOLD' });
const releaseKey = (releaseId: string) => ({ pk: `RELEASE#${releaseId}`, sk: 'HOLDS' });
const linkKey = (linkId: string) => ({ pk: `LINK#${linkId}`, sk: 'LINK' });

/** Cut and cleaned where the contract asks for it: an ending must not fail over the words of its reason. */
function endedStatus({ answer, by, reason }: HoldEnding, at: number): Hold['status'] {
  return {
    kind: 'ENDED',
    answer,
    by: by.slice(0, 300),
    reason: reason
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' ')
      .slice(0, 1000)
      .toWellFormed(),
    at: new Date(at).toISOString(),
  };
}

function parsed(item: Item | null): Hold | null {
  return item === null ? null : stored(holdSchema, item['body'], 'hold');
}
