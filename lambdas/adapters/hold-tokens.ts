import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { Terminal, Transient } from '../../core/contracts/errors.ts';
import type { DynamoTable } from './dynamo-table.ts';

/** Answers a task token. What it throws is told only by our own error names, whose messages never hold a token. */
export type Succeed = (taskToken: string, word: unknown) => unknown;

/** Ended holds whose token is not known to be answered, by id. */
const OWED = 'OWED';

/**
 * The task tokens of holds. A token goes in and leaves only through `succeed`; the word that answers it is written in
 * the same transaction that ends its hold, with an entry in the list of owed answers that goes when it got through.
 */
export function holdTokens(items: DynamoTable, succeed: Succeed) {
  const answer = async (holdId: string): Promise<void> => {
    const item = await items.get(keyOf(holdId));
    const { taskToken, word } = item ?? {};
    if (typeof taskToken !== 'string' || typeof word !== 'string') return;
    const parsed: unknown = JSON.parse(word);
    try {
      await succeed(taskToken, parsed);
    } catch (error) {
      const known = error instanceof Terminal || error instanceof Transient;
      const Fault = error instanceof Terminal ? Terminal : Transient;
      throw new Fault(`hold ${holdId}: its answer could not be delivered${known ? `: ${error.message}` : ''}`);
    }
    await items.delete({ pk: OWED, sk: holdId });
  };
  return {
    answer,

    firstWrite: (holdId: string, taskToken: string): TransactWriteItem =>
      items.putWrite({ ...keyOf(holdId), taskToken }),

    replace: (holdId: string, taskToken: string) =>
      items.update(keyOf(holdId), 'SET taskToken = :token', { ':token': taskToken }),

    wordWrites: (holdId: string, word: string): readonly TransactWriteItem[] => [
      items.updateWrite(keyOf(holdId), 'SET word = :word', { ':word': word }),
      items.putWrite({ pk: OWED, sk: holdId }),
    ],

    answerAll: async (): Promise<number> => {
      const owed: string[] = [];
      for await (const { sk } of items.query(OWED)) owed.push(String(sk));
      const results = await Promise.allSettled(owed.map(answer));
      return results.filter((result) => result.status === 'fulfilled').length;
    },
  };
}

const keyOf = (holdId: string) => ({ pk: `TOKEN#${holdId}`, sk: 'TOKEN' });
