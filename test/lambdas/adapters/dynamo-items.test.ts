import { BatchGetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import { createDynamoHolds } from '../../../lambdas/adapters/dynamo-holds.ts';
import { CAPS, use } from '../../contracts/budget-samples.ts';
import { auditEntry, auditHead, digestOf, hold, release, releaseIdOf, service, T0 } from '../../contracts/samples.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { dynamoWorld, type DynamoWorld as World } from './dynamo-world.ts';

const a = releaseIdOf(1);
const approved = { answer: 'APPROVED', by: 'ada', reason: 'fine' } as const;
const link = { linkId: 'l1', holdId: 'h1', approverId: 'ada' };
const opened = (w: World) => w.releases.create(release(1));
const held = (w: World) => w.holds.open(hold('h1'), 'token-1');

describe('a lost reply to a hold that ended', () => {
  it('is answered by whoever makes the rounds, once', async () => {
    const w = dynamoWorld();
    await held(w);
    let reachable = false;
    const holds = createDynamoHolds(w.dynamo.client, {
      table: 'table',
      clock: fixedClock(),
      succeed: (token) => {
        if (!reachable) throw new Transient('Step Functions SendTaskSuccess: TimeoutError');
        w.answers.push(token);
      },
      setBell: () => Promise.resolve(),
    });
    await expect(holds.end('h1', approved, { next: 'PERMIT' })).rejects.toThrow(
      'hold h1: its answer could not be delivered: Step Functions SendTaskSuccess: TimeoutError',
    );
    expect(await holds.answerEnded()).toBe(0);
    reachable = true;
    expect(await holds.answerEnded()).toBe(1);
    expect(await holds.answerEnded()).toBe(0);
    expect(w.answers).toEqual(['token-1']);
  });
});

describe('the bell of a hold', () => {
  it('is set again when the step is tried again, and not for a hold that has ended', async () => {
    const { dynamo } = dynamoWorld();
    const bells: string[] = [];
    const holds = createDynamoHolds(dynamo.client, {
      table: 'table',
      clock: fixedClock(),
      succeed: () => {},
      setBell: async ({ holdId }) => {
        bells.push(holdId);
        if (bells.length === 1) throw new Transient('Scheduler CreateSchedule: ThrottlingException');
      },
    });
    await expect(holds.open(hold('h1'), 't1')).rejects.toThrow(Transient);
    expect(await holds.open(hold('h1'), 't2')).toBe('EXISTS');
    await holds.end('h1', approved, {});
    await holds.open(hold('h1'), 't3');
    expect(bells).toEqual(['h1', 'h1']);
  });

  it('lies apart from the token, which is in one item only', async () => {
    const w = dynamoWorld();
    await held(w);
    await w.holds.saveLink(link);
    await w.holds.end('h1', approved, {});
    const holding = w.dynamo.contents().filter(([, item]) => JSON.stringify(item).includes('token-1'));
    expect(holding.map(([name]) => name)).toEqual(['["TOKEN#h1","TOKEN"]']);
  });
});

describe('the listing of open releases', () => {
  it('forgets a release that is closed, so that the rounds read open ones only', async () => {
    const w = dynamoWorld();
    await opened(w);
    const listed = () => w.dynamo.contents().flatMap(([, item]) => (item['pk'] === 'OPEN' ? [item['releaseId']] : []));
    expect(listed()).toEqual([a]);
    await w.releases.close(a, 'DEPLOYED', 0);
    expect(listed()).toEqual([]);
    expect(await w.releases.list()).toHaveLength(1);
  });
});

describe('malformed items are Terminal, and never read as none', () => {
  const at = (pk: string, sk: string, more: object = {}) => ({ pk, sk, version: 1, body: '{"a":1}', ...more });
  it.each<[string, ReturnType<typeof at>, (w: World) => Promise<unknown>]>([
    ['release', at(`RELEASE#${a}`, 'RELEASE'), (w) => w.releases.get(a)],
    ['release without a body', { pk: `RELEASE#${a}`, sk: 'RELEASE' } as never, (w) => w.releases.setAt(a, 'x')],
    ['lock', at('LOCK#shop#production', 'LOCK'), (w) => w.locks.take(service(), 'production', a, 1)],
    ['lock to read', at('LOCK#shop#production', 'LOCK'), (w) => w.locks.holder(service(), 'production')],
    ['permit', at(`PERMIT#${a}`, 'PERMIT'), (w) => w.permits.get(a)],
    ['hold', at('HOLD#h1', 'HOLD'), (w) => w.holds.get('h1')],
    ['holds of a release', at(`RELEASE#${a}`, 'HOLDS', { holdIds: [1] }), (w) => w.holds.ofRelease(a)],
    ['a hold that is gone', at(`RELEASE#${a}`, 'HOLDS', { holdIds: ['h1'] }), (w) => w.holds.ofRelease(a)],
    ['link', at('LINK#l1', 'LINK', { holdId: 7 }), (w) => w.holds.link('l1')],
    ['record', at(a, 'seq#000001', { record: '{' }), (w) => w.auditLog.records(a)],
    [
      'record to follow',
      at(a, 'seq#000001', { record: '{}' }),
      (w) => w.auditLog.append(auditHead, auditEntry(a, 'k')),
    ],
    [
      'key without its record',
      at(a, 'key#k', { recordKey: 'seq#000001' }),
      (w) => w.auditLog.append(auditHead, auditEntry(a, 'k')),
    ],
    [
      'month whose sums are no numbers',
      at('BUDGET#2026-01', 'MONTH', { version: 1, body: '{"version":1,"month":"2026-01","components":{"tests":{}}}' }),
      (w) => w.budgets.reserve(a, use(1), CAPS),
    ],
    [
      'run that is no JSON',
      at(`BUDGET#RUN#${a}`, 'RUN', { version: 1, body: '{' }),
      (w) => w.budgets.reserve(a, use(1), CAPS),
    ],
    ['month without a body', at('BUDGET#2026-01', 'MONTH', { version: 1 }), (w) => w.budgets.month('2026-01')],
    ['record to export', at(a, 'seq#000001', { record: 7, at: T0 }), (w) => w.auditLines()],
  ])('%s', async (_, item, read) => {
    const w = dynamoWorld();
    w.dynamo.overwrite(item as never);
    const before = w.dynamo.contents();
    await expect(read(w)).rejects.toThrow(Terminal);
    expect(w.dynamo.contents()).toEqual(before);
  });

  it('a switch or a quarantine that cannot be read stops', async () => {
    const w = dynamoWorld();
    w.dynamo.overwrite({ pk: 'KILL#shop', sk: 'KILL' });
    w.dynamo.overwrite({ pk: 'QUARANTINE#shop', sk: digestOf(1), engaged: 'no' });
    expect(await w.controls.killSwitch(service())).toBe('no reason was given');
    expect(await w.controls.quarantine(service(), digestOf(1))).toBe('no reason was given');
  });

  it('what a batch leaves out is not taken for absent', async () => {
    const w = dynamoWorld();
    await opened(w);
    w.dynamo.mock.on(BatchGetItemCommand).resolves({
      Responses: { table: [] },
      UnprocessedKeys: { table: { Keys: [{ pk: { S: 'x' }, sk: { S: 'x' } }] } },
    });
    await expect(w.releases.list()).rejects.toThrow(Transient);
  });
});

describe('who always loses', () => {
  it('is told so after a while', async () => {
    const w = dynamoWorld();
    w.dynamo.mock.on(PutItemCommand).rejects(Object.assign(new Error(), { name: 'ConditionalCheckFailedException' }));
    await expect(w.locks.take(service(), 'production', a, 1)).rejects.toThrow(/others keep writing it/);
  });
});
