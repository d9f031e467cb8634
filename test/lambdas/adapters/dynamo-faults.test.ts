import { describe, expect, it } from '@jest/globals';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import { CAPS, spent, use } from '../../contracts/budget-samples.ts';
import {
  auditEntry,
  auditHead,
  digestOf,
  hold,
  permit,
  release,
  releaseIdOf,
  service,
  T0,
} from '../../contracts/samples.ts';
import { callFaults, SDK_SECRET } from '../../support/sdk-error.ts';
import { dynamoWorld, type DynamoWorld as World } from './dynamo-world.ts';

type Case = readonly [string, (w: World) => Promise<unknown>, ((w: World) => Promise<unknown>)?];

const [a, b] = [releaseIdOf(1), releaseIdOf(2)];
const approved = { answer: 'APPROVED', by: 'ada', reason: 'fine' } as const;
const link = { linkId: 'l1', holdId: 'h1', approverId: 'ada' };
const opened = (w: World) => w.releases.create(release(1));
const held = (w: World) => w.holds.open(hold('h1'), 'token-1');
const stop = { kind: 'CANCEL', by: 'ada', reason: 'no', at: T0 } as const;

/** What is done, and what was done before it. */
const cases: readonly Case[] = [
  ['audit: append the first', (w) => w.auditLog.append(auditHead, auditEntry(a, 'one'))],
  [
    'audit: append another',
    (w) => w.auditLog.append(auditHead, auditEntry(a, 'two')),
    (w) => w.auditLog.append(auditHead, auditEntry(a, 'one')),
  ],
  ['audit: read', (w) => w.auditLog.records(a), (w) => w.auditLog.append(auditHead, auditEntry(a, 'one'))],
  ['audit: export', (w) => w.auditLines(), (w) => w.auditLog.append(auditHead, auditEntry(a, 'one'))],
  ['releases: create', opened],
  ['releases: get', (w) => w.releases.get(a), opened],
  ['releases: list', (w) => w.releases.list(), opened],
  ['releases: open of a change', (w) => w.releases.openOf('shop', 'branch/faster', service()), opened],
  ['releases: evidence', (w) => w.releases.setEvidence(a, { digest: digestOf(1), configHash: digestOf(2) }), opened],
  ['releases: step', (w) => w.releases.setAt(a, 'canary'), opened],
  ['releases: stop', (w) => w.releases.requestStop(a, stop), opened],
  ['releases: close', (w) => w.releases.close(a, 'DEPLOYED', 0), opened],
  ['locks: take', (w) => w.locks.take(service(), 'production', a, 10)],
  [
    'locks: queue',
    (w) => w.locks.take(service(), 'production', b, 11),
    (w) => w.locks.take(service(), 'production', a, 10),
  ],
  [
    'locks: release',
    (w) => w.locks.release(service(), 'production', a),
    (w) => w.locks.take(service(), 'production', a, 10),
  ],
  [
    'locks: evict',
    (w) => w.locks.evict(service(), 'production', 1),
    async (w) => {
      await w.locks.take(service(), 'production', a, 10);
      await w.locks.take(service(), 'production', b, 11);
    },
  ],
  ['locks: holder', (w) => w.locks.holder(service(), 'production')],
  ['permits: issue', (w) => w.permits.issue(permit(1))],
  ['permits: get', (w) => w.permits.get(a), (w) => w.permits.issue(permit(1))],
  ['permits: consume', (w) => w.permits.consume(a, 's'), (w) => w.permits.issue(permit(1))],
  ['controls: engage', (w) => w.controls.setKillSwitch('*', true, 'ada', 'outage')],
  ['controls: read the switch', (w) => w.controls.killSwitch(service())],
  ['controls: quarantine', (w) => w.controls.addQuarantine(service(), digestOf(1), 'rolled back')],
  ['controls: read the quarantine', (w) => w.controls.quarantine(service(), digestOf(1))],
  ['budgets: reserve', (w) => w.budgets.reserve(a, use(1), CAPS)],
  ['budgets: settle', (w) => w.budgets.settle(a, 'use-1', spent(4)), (w) => w.budgets.reserve(a, use(1), CAPS)],
  ['budgets: charge', (w) => w.budgets.charge(a, [{ ...use(1), amount: spent(4) }])],
  ['budgets: month', (w) => w.budgets.month('2026-01'), (w) => w.budgets.reserve(a, use(1), CAPS)],
  ['budgets: run', (w) => w.budgets.run(a), (w) => w.budgets.reserve(a, use(1), CAPS)],
  ['holds: open', held],
  ['holds: open again with a new token', (w) => w.holds.open(hold('h1'), 'token-2'), held],
  ['holds: of a release', (w) => w.holds.ofRelease(a), held],
  ['holds: notice delivered', (w) => w.holds.setNoticeDelivered('h1'), held],
  ['holds: save a link', (w) => w.holds.saveLink(link)],
  ['holds: read a link', (w) => w.holds.link('l1'), (w) => w.holds.saveLink(link)],
  ['holds: end', (w) => w.holds.end('h1', approved, { next: 'PERMIT' }), held],
  ['holds: answer what is owed', (w) => w.holds.answerEnded(), held],
];

/** How often a document was written is no effect that anybody sees. */
const contents = ({ dynamo }: World) =>
  dynamo.contents().map(([name, item]) => [name, { ...item, version: undefined }]);

/** The way without a fault: what it leaves behind, and how many calls there are to spoil. */
async function cleanRun(act: Case[1], prepare: Case[2]) {
  const w = dynamoWorld();
  await prepare?.(w);
  const before = w.dynamo.calls.length;
  const result = await act(w);
  return { result, contents: contents(w), calls: w.dynamo.calls.length - before, answers: new Set(w.answers) };
}

describe.each(cases)('%s', (_, act, prepare) => {
  it.each(callFaults)('every call of it %s: a clear error, and again without a second effect', async (fault) => {
    const clean = await cleanRun(act, prepare);
    expect(clean.calls).toBeGreaterThan(0);
    for (let n = 1; n <= clean.calls; n += 1) {
      const w = dynamoWorld();
      await prepare?.(w);
      w.dynamo.failCall(n, fault);
      const error = await act(w).then(
        () => null,
        (thrown: Error) => thrown,
      );
      expect(error).toBeInstanceOf(fault === 'DENIED' ? Terminal : Transient);
      expect(error?.message).toMatch(/^DynamoDB \w+: (ThrottlingException|TimeoutError|AccessDeniedException)/);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(SDK_SECRET);
      w.dynamo.healed();
      await act(w);
      expect(contents(w)).toEqual(clean.contents);
      expect(new Set(w.answers)).toEqual(clean.answers);
    }
  });
});
