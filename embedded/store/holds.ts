import type { DatabaseSync } from 'node:sqlite';
import { InvalidInput, Transient } from '../../core/contracts/errors.ts';
import { holdSchema, type Hold } from '../../core/contracts/hold.ts';
import type { Clock, HoldEnding, HoldLink, Holds } from '../../lambdas/ports.ts';
import { checked, stored } from '../../lambdas/kit/checked.ts';
import { migrateHolds } from './holds-table.ts';
import { storeCall, writeCall } from './store-call.ts';

export type EmbeddedHolds = Holds & {
  /** Open holds whose deadline has come, the one that is longest overdue first: for the engine's deadline loop. */
  dueHolds(now: number): readonly Hold[];
  /**
   * Answers the tokens of ended holds whose answer did not get through: the process died in between. To be called when
   * a home starts and from its deadline loop. Returns how many it answered; the others stay for the next time.
   */
  answerEnded(): Promise<number>;
};

/** Answers a task token; what it throws is reported without its message, because that could hold the token. */
export type Succeed = (taskToken: string, word: unknown) => unknown;

type TokenRow = { readonly hold_id: string; readonly token: string; readonly word: string | null };

/** Holds in SQLite. The task tokens lie in a table of their own and leave it only through `succeed`. */
export function createHolds(db: DatabaseSync, clock: Clock, succeed: Succeed): EmbeddedHolds {
  migrateHolds(db);
  const insert = db.prepare(
    `INSERT INTO holds (hold_id, release_id, status, deadline, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (hold_id) DO NOTHING`,
  );
  const one = db.prepare('SELECT body FROM holds WHERE hold_id = ?');
  const ofRelease = db.prepare('SELECT body FROM holds WHERE release_id = ? ORDER BY number');
  const due = db.prepare("SELECT body FROM holds WHERE status = 'OPEN' AND deadline <= ? ORDER BY deadline, number");
  const save = db.prepare("UPDATE holds SET status = ?, body = ? WHERE hold_id = ? AND status = 'OPEN'");
  const setToken = db.prepare(
    `INSERT INTO hold_tokens (hold_id, token) VALUES (?, ?)
     ON CONFLICT (hold_id) DO UPDATE SET token = excluded.token, answered = 0`,
  );
  const setWord = db.prepare('UPDATE hold_tokens SET word = ? WHERE hold_id = ?');
  const setAnswered = db.prepare('UPDATE hold_tokens SET answered = 1 WHERE hold_id = ? AND token = ?');
  const tokenOf = db.prepare('SELECT * FROM hold_tokens WHERE hold_id = ? AND word IS NOT NULL');
  const unanswered = db.prepare('SELECT * FROM hold_tokens WHERE word IS NOT NULL AND answered = 0');
  const addLink = db.prepare(
    'INSERT INTO hold_links (link_id, hold_id, approver_id) VALUES (?, ?, ?) ON CONFLICT (link_id) DO NOTHING',
  );
  const linkOf = db.prepare('SELECT link_id, hold_id, approver_id FROM hold_links WHERE link_id = ?');

  const get = (holdId: string): Hold | null => {
    const row = one.get(holdId);
    return row === undefined ? null : parsed(row);
  };
  /** Changes the hold if it is open; false when it is not. */
  const whileOpen = (holdId: string, change: Partial<Hold>): boolean => {
    const hold = get(holdId);
    if (hold === null) throw new InvalidInput(`hold ${holdId}: not found`);
    const next = checked(holdSchema, { ...hold, ...change }, `hold ${holdId}`);
    return save.run(next.status.kind, JSON.stringify(next), holdId).changes === 1;
  };
  const answer = async (row: TokenRow): Promise<void> => {
    try {
      await succeed(row.token, JSON.parse(row.word!));
    } catch {
      throw new Transient(`hold ${row.hold_id}: its answer could not be delivered`);
    }
    storeCall(() => setAnswered.run(row.hold_id, row.token));
  };
  const answerOf = async (holdId: string): Promise<void> => {
    const row = storeCall(() => tokenOf.get(holdId));
    if (row !== undefined) await answer(row as TokenRow);
  };
  const link = (linkId: string): HoldLink | null => {
    const row = storeCall(() => linkOf.get(linkId)) as
      Record<'link_id' | 'hold_id' | 'approver_id', string> | undefined;
    return row === undefined ? null : { linkId: row.link_id, holdId: row.hold_id, approverId: row.approver_id };
  };

  return {
    open: async (hold, taskToken) => {
      const { holdId, subject, status, deadline } = checked(holdSchema, hold, 'hold');
      const opened = writeCall(db, () => {
        const { changes } = insert.run(holdId, subject.releaseId, status.kind, deadline, JSON.stringify(hold));
        // A step that is tried again comes with a new token, and the old one is no longer waited for.
        setToken.run(holdId, taskToken);
        return changes === 1;
      });
      await answerOf(holdId);
      return opened ? 'OPENED' : 'EXISTS';
    },
    get: async (holdId) => storeCall(() => get(holdId)),
    ofRelease: async (releaseId) => storeCall(() => ofRelease.all(releaseId).map(parsed)),
    setNoticeDelivered: async (holdId) => {
      writeCall(db, () => whileOpen(holdId, { noticeDelivered: true }));
    },
    saveLink: async ({ linkId, holdId, approverId }) => {
      storeCall(() => addLink.run(linkId, holdId, approverId));
      const saved = link(linkId);
      if (saved?.holdId !== holdId || saved.approverId !== approverId)
        throw new InvalidInput('link id: it is already given to another hold or approver');
    },
    link: async (linkId) => link(linkId),
    end: async (holdId, ending, word) => {
      const text = JSON.stringify(word);
      const ended = writeCall(db, () => {
        const isFirst = whileOpen(holdId, { status: endedStatus(ending, clock.now()) });
        if (isFirst) setWord.run(text, holdId);
        return isFirst;
      });
      await answerOf(holdId);
      return ended ? 'ENDED' : 'ALREADY';
    },
    dueHolds: (now) => storeCall(() => due.all(new Date(now).toISOString()).map(parsed)),
    answerEnded: async () => {
      const rows = storeCall(() => unanswered.all()) as TokenRow[];
      const results = await Promise.allSettled(rows.map(answer));
      return results.filter((result) => result.status === 'fulfilled').length;
    },
  };
}

/** Cut and cleaned where the contract asks for it: an ending must not fail over the words of its reason. */
function endedStatus({ answer, by, reason }: HoldEnding, at: number): Hold['status'] {
  return {
    kind: 'ENDED',
    answer,
    by: by.slice(0, 300),
    reason: reason.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' ').slice(0, 1000),
    at: new Date(at).toISOString(),
  };
}

function parsed(row: unknown): Hold {
  return stored(holdSchema, (row as { readonly body: string }).body, 'hold');
}
