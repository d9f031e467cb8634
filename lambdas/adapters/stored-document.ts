import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { z } from 'zod';
import { checked, stored } from '../kit/checked.ts';
import { documentItem } from './change-document.ts';
import type { DynamoTable, ItemKey } from './dynamo-table.ts';

/** A document as it was read, null when there is none, and the write that replaces exactly that. */
export type StoredDocument<T> = { readonly document: T | null; replaceBy(next: T): TransactWriteItem };

/** Reads a document that is going to be written together with others; `changeDocument` is for one alone. */
export async function storedDocument<T>(
  table: DynamoTable,
  key: ItemKey,
  schema: z.ZodType<T>,
  what: string,
): Promise<StoredDocument<T>> {
  const item = await table.get(key);
  const was = item?.['version'];
  return {
    document: item === null ? null : stored(schema, item['body'], what),
    replaceBy: (next) =>
      table.putWrite(
        documentItem(key, checked(schema, next, what), typeof was === 'number' ? was + 1 : 1),
        item === null
          ? { condition: 'attribute_not_exists(pk)' }
          : { condition: 'version = :was', values: { ':was': was } },
      ),
  };
}
