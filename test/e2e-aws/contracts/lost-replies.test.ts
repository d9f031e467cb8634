import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createDynamoAuditLog } from '../../../lambdas/adapters/dynamo-audit-log.ts';
import { createDynamoHolds } from '../../../lambdas/adapters/dynamo-holds.ts';
import { createDynamoLocks } from '../../../lambdas/adapters/dynamo-locks.ts';
import { createDynamoPermits } from '../../../lambdas/adapters/dynamo-permits.ts';
import { createDynamoReleases } from '../../../lambdas/adapters/dynamo-releases.ts';
import { auditEntry, auditHead, hold, permit, release, releaseIdOf, service, T0 } from '../../contracts/samples.ts';
import { temporaryTable } from './temporary-table.ts';

/**
 * A client whose every write reaches the emulator and loses its first reply, so that the SDK sends it again by itself:
 * that second sending must have no second effect.
 */
function forgetfulClient(): { readonly client: DynamoDBClient; lost(): number } {
  const client = new DynamoDBClient({ maxAttempts: 3 });
  const seen = new WeakSet<object>();
  let lost = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      if (/^(Get|BatchGet|Query)/.test(String(context.commandName)) || seen.has(args.input)) return result;
      seen.add(args.input);
      lost += 1;
      throw Object.assign(new Error('no reply'), { name: 'TimeoutError' });
    },
    { step: 'deserialize', priority: 'low' },
  );
  return { client, lost: () => lost };
}

const a = releaseIdOf(1);
let store: Awaited<ReturnType<typeof temporaryTable>>;
let forgetful: ReturnType<typeof forgetfulClient>;
beforeEach(async () => {
  store = await temporaryTable();
  forgetful = forgetfulClient();
});
afterEach(async () => {
  forgetful.client.destroy();
  await store.end();
});

it('one audit record', async () => {
  const log = createDynamoAuditLog(forgetful.client, { ...store, agentVersion: '0.1.0' });
  const records = [
    await log.append(auditHead, auditEntry(a, 'one')),
    await log.append(auditHead, auditEntry(a, 'two')),
  ];
  expect(await log.records(a)).toEqual(records);
  expect(forgetful.lost()).toBe(2);
});

it('one release, stopped once, closed', async () => {
  const releases = createDynamoReleases(forgetful.client, store);
  expect(await releases.create(release(1))).toBe('CREATED');
  const stop = { kind: 'CANCEL', by: 'ada', reason: 'no', at: T0 } as const;
  expect((await releases.requestStop(a, stop))?.stop).toEqual(stop);
  await releases.close(a, 'CANCELLED', Date.parse(T0));
  expect(await releases.list({ status: 'OPEN' })).toEqual([]);
  expect(await releases.list()).toHaveLength(1);
  expect(forgetful.lost()).toBe(3);
});

it('one place in the queue of a lock, one fence', async () => {
  const locks = createDynamoLocks(forgetful.client, store);
  expect(await locks.take(service(), 'production', a, 10)).toEqual({ kind: 'ACQUIRED', fence: 1 });
  expect(await locks.take(service(), 'production', releaseIdOf(2), 11)).toMatchObject({ kind: 'BUSY', position: 1 });
  await locks.release(service(), 'production', a);
  expect(await locks.holder(service(), 'production')).toMatchObject({ releaseId: releaseIdOf(2), fence: 2 });
  expect(forgetful.lost()).toBe(3);
});

it('one consumed permit', async () => {
  const permits = createDynamoPermits(forgetful.client, store);
  await permits.issue(permit(1));
  expect(await permits.consume(a, 's1')).toBe(true);
  expect(await permits.consume(a, 's2')).toBe(false);
  expect(await permits.get(a)).toEqual(permit(1, { consumedBy: 's1' }));
  expect(forgetful.lost()).toBe(3);
});

it('one hold, one ending, one answer', async () => {
  const answers: string[] = [];
  const holds = createDynamoHolds(forgetful.client, {
    ...store,
    succeed: (token, word) => void answers.push(`${token} ${JSON.stringify(word)}`),
    setBell: () => Promise.resolve(),
  });
  await holds.open(hold('h1'), 'token-1');
  expect((await holds.ofRelease(a)).map(({ holdId }) => holdId)).toEqual(['h1']);
  expect(await holds.end('h1', { answer: 'APPROVED', by: 'ada', reason: 'fine' }, { next: 'PERMIT' })).toBe('ENDED');
  expect(answers).toEqual(['token-1 {"next":"PERMIT"}']);
  expect(await holds.answerEnded()).toBe(0);
});
