import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { releaseSchema, type Release } from '../../core/contracts/release.ts';
import { checked, stored } from '../kit/checked.ts';
import type { Releases } from '../ports.ts';
import { changeDocument, documentItem } from './change-document.ts';
import { dynamoTable, type Item, type ItemKey } from './dynamo-table.ts';
import { LOST, untilWon } from './until-won.ts';

type Options = { readonly table: string };
type Listing = 'ALL' | 'OPEN';

/** Releases that are read at once, so that a short list does not read the whole history. */
const PAGE = 50;

/**
 * The index of releases in DynamoDB: the release itself, and one entry each in the listing of all releases and, until it
 * is closed, in that of open ones, written in one transaction. Listings are partitions of the table and no secondary
 * index, because a newer head has to see every open release of its change at once. A closed release never changes.
 */
export function createDynamoReleases(client: DynamoDBClient, { table }: Options): Releases {
  const items = dynamoTable(client, table);
  const get = async (releaseId: string): Promise<Release | null> => parsed(await items.get(keyOf(releaseId)));

  const changed = (
    releaseId: string,
    change: (release: Release) => { readonly fields: Partial<Release>; readonly also?: readonly TransactWriteItem[] },
  ): Promise<Release | null> =>
    changeDocument(items, keyOf(releaseId), { schema: releaseSchema, what: `release ${releaseId}` }, (release) => {
      if (release === null || release.status === 'CLOSED') return null;
      const { fields, ...more } = change(release);
      return { next: { ...release, ...fields }, ...more };
    });
  const mustChange = async (...args: Parameters<typeof changed>): Promise<void> => {
    if ((await changed(...args)) === null) throw new InvalidInput(`release ${args[0]}: not found`);
  };

  /** Newest first; a release that is being closed at this moment may be in the listing of open ones still. */
  async function* listed(listing: Listing): AsyncGenerator<Release> {
    let entries: Item[] = [];
    const read = async () => {
      const page = await items.getAll(entries.map((entry) => keyOf(String(entry['releaseId']))));
      entries = [];
      return page.map((item) => parsed(item)!);
    };
    for await (const entry of items.query(listing, '', 'DESCENDING', PAGE)) {
      entries.push(entry);
      if (entries.length === PAGE) yield* await read();
    }
    yield* await read();
  }
  const take = async (listing: Listing, wanted: (release: Release) => boolean, limit = Infinity) => {
    const found: Release[] = [];
    if (limit <= 0) return found;
    for await (const release of listed(listing)) {
      if (wanted(release)) found.push(release);
      if (found.length >= limit) break;
    }
    return found;
  };

  return {
    create: (release) => {
      const body = checked(releaseSchema, release, 'release');
      const entry = (listing: Listing) => items.putWrite({ ...entryKey(listing, body), releaseId: body.releaseId });
      const writes = [
        items.putWrite(documentItem(keyOf(body.releaseId), body), { condition: 'attribute_not_exists(pk)' }),
        entry('ALL'),
        ...(body.status === 'OPEN' ? [entry('OPEN')] : []),
      ];
      return untilWon(`release ${body.releaseId}`, async () => {
        if ((await items.transact(writes)) !== LOST) return 'CREATED';
        return (await get(body.releaseId)) === null ? LOST : 'EXISTS';
      });
    },
    get,
    list: ({ status, limit } = {}) =>
      take(status === 'OPEN' ? 'OPEN' : 'ALL', (release) => status === undefined || release.status === status, limit),
    openOf: (repository, change, service) =>
      take(
        'OPEN',
        (release) =>
          release.status === 'OPEN' &&
          release.change.repository === repository &&
          release.change.change === change &&
          release.change.service === service,
      ),
    setEvidence: (releaseId, { digest, configHash }) =>
      mustChange(releaseId, () => ({ fields: { digest, configHash } })),
    setAt: (releaseId, step) => mustChange(releaseId, () => ({ fields: { at: step } })),
    requestStop: (releaseId, stop) => changed(releaseId, (release) => ({ fields: { stop: release.stop ?? stop } })),
    close: (releaseId, outcome, at) =>
      mustChange(releaseId, (release) => ({
        fields: { status: 'CLOSED', outcome, closedAt: new Date(at).toISOString() },
        also: [items.deleteWrite(entryKey('OPEN', release))],
      })),
  };
}

const keyOf = (releaseId: string): ItemKey => ({ pk: `RELEASE#${releaseId}`, sk: 'RELEASE' });

const entryKey = (listing: Listing, { openedAt, releaseId }: Release): ItemKey => ({
  pk: listing,
  sk: `${openedAt}#${releaseId}`,
});

function parsed(item: Item | null): Release | null {
  return item === null ? null : stored(releaseSchema, item['body'], 'release');
}
