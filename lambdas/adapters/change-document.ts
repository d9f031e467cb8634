import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { z } from 'zod';
import { checked, stored } from '../kit/checked.ts';
import type { DynamoTable, ItemKey } from './dynamo-table.ts';
import { LOST, untilWon } from './until-won.ts';

/** `also`: what is written in the same transaction. */
export type DocumentChange<T> = { readonly next: T; readonly also?: readonly TransactWriteItem[] };

/**
 * Reads a document, changes it and writes it back if nobody else has written it meanwhile, else begins again.
 * `change` gives null to leave it as it is. Returns the document as it is then, null when there is none.
 */
export function changeDocument<T>(
  table: DynamoTable,
  key: ItemKey,
  { schema, what }: { readonly schema: z.ZodType<T>; readonly what: string },
  change: (current: T | null) => DocumentChange<T> | null,
): Promise<T | null> {
  return untilWon(what, async () => {
    const item = await table.get(key);
    const current = item === null ? null : stored(schema, item['body'], what);
    const changed = change(current);
    if (changed === null) return current;
    const next = checked(schema, changed.next, what);
    // As it is already: also when it was this call's own write whose reply was lost.
    if (current !== null && JSON.stringify(next) === JSON.stringify(current)) return current;
    const was = item?.['version'];
    const replacement = documentItem(key, next, typeof was === 'number' ? was + 1 : 1);
    const when =
      item === null
        ? { condition: 'attribute_not_exists(pk)' }
        : { condition: 'version = :was', values: { ':was': was } };
    const written = changed.also
      ? await table.transact([table.putWrite(replacement, when), ...changed.also])
      : await table.put(replacement, when);
    return written === LOST ? LOST : next;
  });
}

/** A document as it lies in a table: its JSON and the number of times that it was written. */
export function documentItem<T>(key: ItemKey, document: T, version = 1) {
  return { ...key, version, body: JSON.stringify(document) };
}
