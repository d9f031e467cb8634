import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyExport } from '../../core/audit/verify-export.ts';
import type { ReleaseId, ServiceName } from '../../core/contracts/ids.ts';
import { dataPlaneStatus } from '../../embedded/deployer/data-plane-status.ts';
import { stopDataPlane } from '../../embedded/deployer/stop-data-plane.ts';
import { executionHistory } from '../../embedded/engine/execution-history.ts';
import { openHome, type Home } from '../../embedded/home/open-home.ts';
import { listMails } from '../../embedded/mailbox/list-mails.ts';
import { submissionOf } from '../../embedded/vcs/submission-of.ts';
import { shopHome, type ShopHome } from '../support/shop-home.ts';
import { startUp, type Up } from '../support/up.ts';
import { startVisitor } from '../support/visitor.ts';

/** Every state of both machines in which something is under way: the others pass within one transaction. */
const STATES = [
  'OpenRelease',
  'ReviewChange',
  'RunGates',
  'Decide',
  'TakeLock',
  ...['staging', 'canary', 'rollout', 'watch'].flatMap((phase) =>
    ['Start', 'Bake', 'Observe', ...(phase === 'rollout' || phase === 'watch' ? [] : ['Stop']), 'Verify'].map(
      (s) => `${phase} ${s}`,
    ),
  ),
  'Approval',
  'TimeLock',
  'IssuePermit',
  'CloseRelease',
];

describe('kill -9 of "interlock up" in every state of a release (003-87, 003-89)', () => {
  let stage: ShopHome;
  let home: Home;
  let up: Up;
  beforeAll(async () => {
    stage = await shopHome();
    up = await startUp(stage.config, 60);
    home = openHome({ configFile: stage.config });
  }, 60_000);
  afterAll(async () => {
    home.close();
    await up.interrupt();
    await stopDataPlane(`${stage.folder}/.interlock`);
    stage.remove();
  }, 60_000);

  it('the release ends as it would have, nothing happens twice, the service answers all the time', async () => {
    const visitor = startVisitor(stage.port, '/products/p-0001', 10);
    const releaseId = await submitTwentyTimes(home, stage);
    const killedIn = new Set<string>();
    let approved = false;
    for (let release = null; release === null || release.status === 'OPEN';) {
      const now = currentStates(home, releaseId).find((state) => STATES.includes(state) && !killedIn.has(state));
      if (now !== undefined) {
        await up.kill();
        killedIn.add(now);
        up = await startUp(stage.config, 60);
      }
      if (!approved && killedIn.has('Approval')) approved = await approveByLink(home);
      release = await home.ports.releases.get(releaseId);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await visitor.stop();

    expect([...killedIn].sort()).toEqual([...STATES].sort());
    const release = await home.ports.releases.get(releaseId);
    expect(release?.outcome).toBe('DEPLOYED');
    expect(await home.ports.releases.list()).toHaveLength(1);

    const records = await home.ports.auditLog.records(releaseId);
    const events = records.map((r) => r.event);
    expect(events.filter((e) => e === 'shift.started')).toHaveLength(4);
    expect(events.filter((e) => e === 'shift.ended')).toHaveLength(4);
    for (const once of ['release.opened', 'decision.made', 'lock.taken', 'permit.issued', 'release.closed'])
      expect(events.filter((e) => e === once)).toHaveLength(1);
    expect(verifyExport([...home.auditLines()].join(''))).toMatchObject({ problems: [], releases: 1 });
    const subjects = listMails(home.paths.folder).map((m) => m.subject.split(':')[0]);
    expect(subjects.sort()).toEqual(['Approval needed', 'Deployed', 'Time lock runs']);
    expect(await home.ports.locks.holder('shop' as ServiceName, 'production')).toBeNull();

    const production = (await dataPlaneStatus(home.paths.folder))?.targets.find((t) => t.environment === 'production');
    expect(production?.versions.map((v) => [v.commit, v.weight])).toEqual([[stage.shop.changes.good.head, 100]]);
    expect({ lost: production?.lost, cutOff: production?.cutOff }).toEqual({ lost: 0, cutOff: 0 });
    expect(visitor.failures).toEqual([]);
    expect(visitor.sent()).toBeGreaterThan(1000);
  }, 240_000);
});

/** The same event twenty times, several at once: one release. */
async function submitTwentyTimes(home: Home, stage: ShopHome): Promise<ReleaseId> {
  const event = await submissionOf({
    repository: stage.shop.repository,
    configuredRepository: stage.shop.repository,
    base: 'main',
    head: stage.shop.changes.good.branch,
    service: 'shop',
    submittedBy: { id: 'maya', kind: 'PERSON', authenticated: true },
    at: home.clock.now(),
  });
  const answers = await Promise.all(Array.from({ length: 20 }, () => home.steps.intake(event)));
  const ids = new Set(answers.map((a) => (a as { releaseId: ReleaseId }).releaseId));
  expect(ids.size).toBe(1);
  return [...ids][0]!;
}

/** The newest state of the release and of each of its shifts, named "<phase> <state>". */
function currentStates(home: Home, releaseId: ReleaseId): string[] {
  const newest = (name: string, prefix: string) => {
    const state = executionHistory(home.db, name).at(-1)?.state.split('/').at(-1)?.replace(/#.*$/, '');
    return state === undefined ? [] : [`${prefix}${state}`];
  };
  const evidence = executionHistory(home.db, releaseId)
    .slice(-6)
    .map((row) => row.state.split('/').at(-1)?.replace(/#.*$/, '') ?? '');
  return [
    ...newest(releaseId, ''),
    ...evidence.filter((s) => s === 'ReviewChange' || s === 'RunGates'),
    ...['staging', 'canary', 'rollout', 'watch'].flatMap((phase) => newest(`${releaseId}-${phase}`, `${phase} `)),
  ];
}

async function approveByLink(home: Home): Promise<boolean> {
  const link = listMails(home.paths.folder).find((m) => m.subject.startsWith('Approval needed'))?.links[0];
  if (link === undefined) return false;
  const body = new URLSearchParams({ answer: 'approve', reason: 'read it' });
  return (await fetch(link, { method: 'POST', body, redirect: 'manual' })).status === 303;
}
