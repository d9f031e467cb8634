import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyExport } from '../../core/audit/verify-export.ts';
import type { ReleaseId, ServiceName } from '../../core/contracts/ids.ts';
import { dataPlaneStatus } from '../../embedded/deployer/data-plane-status.ts';
import { stopDataPlane } from '../../embedded/deployer/stop-data-plane.ts';
import { executionHistory } from '../../embedded/engine/execution-history.ts';
import { openHome, type Home } from '../../embedded/home/open-home.ts';
import { listMails } from '../../embedded/mailbox/list-mails.ts';
import { localChange } from '../../embedded/vcs/local-change.ts';
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

  it('each release ends as it would have, nothing happens twice, the service answers all the time', async () => {
    const visitor = startVisitor(stage.port, '/products/p-0001', 10);
    const killedIn = new Set<string>();
    // A state can pass between two looks on a busy machine; the next release then dies in those that are left.
    let head = stage.shop.changes.good.head;
    for (let round = 1; round <= 4 && killedIn.size < STATES.length; round += 1) {
      const branch = round === 1 ? stage.shop.changes.good.branch : commitOnTop(stage, head, round);
      const releaseId = await submitTwentyTimes(home, stage, branch);
      await dieInEveryStateLeft(releaseId, killedIn);
      await expectOnce(home, releaseId);
      head = (await home.ports.releases.get(releaseId))?.change.head ?? head;
    }
    await visitor.stop();

    expect([...killedIn].sort()).toEqual([...STATES].sort());
    expect(verifyExport([...home.auditLines()].join('')).problems).toEqual([]);
    expect(await home.ports.locks.holder('shop' as ServiceName, 'production')).toBeNull();
    const production = (await dataPlaneStatus(home.paths.folder))?.targets.find((t) => t.environment === 'production');
    expect(production?.versions.map((v) => [v.commit, v.weight])).toEqual([[head, 100]]);
    expect({ lost: production?.lost, cutOff: production?.cutOff }).toEqual({ lost: 0, cutOff: 0 });
    expect(visitor.failures).toEqual([]);
    expect(visitor.sent()).toBeGreaterThan(1000);
  }, 300_000);

  async function dieInEveryStateLeft(releaseId: ReleaseId, killedIn: Set<string>): Promise<void> {
    let approved = false;
    for (let release = null; release === null || release.status === 'OPEN';) {
      const states = currentStates(home, releaseId);
      const now = states.find((state) => STATES.includes(state) && !killedIn.has(state));
      if (now !== undefined) {
        await up.kill();
        killedIn.add(now);
        up = await startUp(stage.config, 60);
      }
      if (!approved && killedIn.has('Approval')) approved = await approveByLink(home, releaseId);
      release = await home.ports.releases.get(releaseId);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
});

async function expectOnce(home: Home, releaseId: ReleaseId): Promise<void> {
  expect((await home.ports.releases.get(releaseId))?.outcome).toBe('DEPLOYED');
  const events = (await home.ports.auditLog.records(releaseId)).map((r) => r.event);
  for (const event of ['shift.started', 'shift.ended']) expect(events.filter((e) => e === event)).toHaveLength(4);
  for (const event of ['release.opened', 'decision.made', 'lock.taken', 'permit.issued', 'release.closed'])
    expect(events.filter((e) => e === event)).toHaveLength(1);
  const mails = listMails(home.paths.folder).filter((m) => m.file.includes(releaseId));
  expect(mails.map((m) => m.subject.split(':')[0]).sort()).toEqual(['Approval needed', 'Deployed', 'Time lock runs']);
}

/** Another change after the one that was deployed: a line in the readme beside one in the source. */
function commitOnTop(stage: ShopHome, head: string, round: number): string {
  const git = (...args: string[]) => execFileSync('git', ['-C', stage.shop.repository, ...args], { encoding: 'utf8' });
  git('switch', '--quiet', '--create', `round-${round}`, head);
  appendFileSync(path.join(stage.shop.repository, 'src', 'products.js'), `// round ${round}\n`);
  git(
    '-c',
    'user.name=A',
    '-c',
    'user.email=a@shop.example',
    'commit',
    '--quiet',
    '--all',
    '--message',
    `chore: round ${round}`,
  );
  return `round-${round}`;
}

/** The same event twenty times, several at once: one release. */
async function submitTwentyTimes(home: Home, stage: ShopHome, head: string): Promise<ReleaseId> {
  const { repository } = stage.shop;
  const event = await submissionOf(await localChange(repository, { base: 'main', head }), {
    configuredRepository: repository,
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

async function approveByLink(home: Home, releaseId: ReleaseId): Promise<boolean> {
  const link = listMails(home.paths.folder).find((m) => m.file.includes(`${releaseId}.APPROVAL`))?.links[0];
  if (link === undefined) return false;
  const body = new URLSearchParams({ answer: 'approve', reason: 'read it' });
  return (await fetch(link, { method: 'POST', body, redirect: 'manual' })).status === 303;
}
