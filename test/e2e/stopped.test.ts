import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReleaseId, ServiceName } from '../../core/contracts/ids.ts';
import type { Release } from '../../core/contracts/release.ts';
import { dataPlaneStatus } from '../../embedded/deployer/data-plane-status.ts';
import { openHome, type Home } from '../../embedded/home/open-home.ts';
import { listMails } from '../../embedded/mailbox/list-mails.ts';
import { startLoad } from '../../examples/load.ts';
import { evidenceOf } from '../../lambdas/kit/evidence.ts';
import { stopRelease } from '../../lambdas/kit/stop-release.ts';
import { shopHome, type ShopHome } from '../support/shop-home.ts';
import { submit } from '../support/submit.ts';
import { startUp, type Up } from '../support/up.ts';

const SPEED = 60;

describe('releases that do not get through, with real traffic', () => {
  let stage: ShopHome;
  let home: Home;
  let up: Up;
  const stopLoad = new AbortController();
  let load: ReturnType<typeof startLoad>;

  beforeAll(async () => {
    stage = await shopHome(1200);
    up = await startUp(stage.config, SPEED);
    home = openHome({ configFile: stage.config });
    load = startLoad({ url: `http://127.0.0.1:${stage.port}`, requestsPerSecond: 200, signal: stopLoad.signal });
  }, 60_000);
  afterAll(async () => {
    stopLoad.abort();
    await load.done;
    home.close();
    await up.interrupt();
    stage.remove();
  }, 60_000);

  const until = async (id: ReleaseId, done: (release: Release) => boolean): Promise<Release> => {
    for (let tries = 0; tries < 1200; tries += 1) {
      const release = await home.ports.releases.get(id);
      if (release !== null && done(release)) return release;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`release ${id} did not get there`);
  };
  const ended = (id: ReleaseId) => until(id, (r) => r.status === 'CLOSED');
  const serving = async () => {
    const report = await dataPlaneStatus(home.paths.folder);
    return report?.targets.find((t) => t.environment === 'production')?.versions.map((v) => [v.commit, v.weight]);
  };

  it('a change that fails requests is rolled back, quarantined, and does not come back under another commit (001-23, 002-22)', async () => {
    const id = await submit(home, stage, stage.shop.changes.failing.branch);
    const release = await ended(id);
    expect(release.outcome).toBe('ROLLED_BACK');
    expect((await evidenceOf(home.ports.blobs, id).shift('CANARY'))?.analysis?.verdict).toBe('FAIL');
    expect(await serving()).toEqual([[stage.shop.main, 100]]);

    // The same files in a new commit: another head, the same bytes.
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', stage.shop.repository, ...args], { encoding: 'utf8' }).trim();
    git(
      'branch',
      'again',
      git(
        '-c',
        'user.name=A',
        '-c',
        'user.email=a@b.c',
        'commit-tree',
        '-p',
        stage.shop.main,
        '-m',
        'again',
        `${release.change.head}^{tree}`,
      ),
    );
    const again = await ended(await submit(home, stage, 'again'));
    expect(again.outcome).toBe('REJECTED');
    const verdict = await evidenceOf(home.ports.blobs, again.releaseId).get('verdict');
    const controls = verdict.because.children.find((c) => c.rule === 'controls');
    expect(controls?.children.find((c) => c.rule === 'quarantine')?.status).toBe('REJECT');
  }, 60_000);

  it('a cancel during the canary gives the traffic back within 30 s of the release clock (001-1, K28)', async () => {
    const id = await submit(home, stage, stage.shop.changes.good.branch);
    await until(id, (r) => r.at === 'canary');
    for (let weight = 0; weight === 0;) weight = (await home.ports.deployer.status(`${id}.CANARY`))?.weight ?? 0;
    const asked = home.clock.now();
    await stopRelease(home.ports, id, {
      kind: 'CANCEL',
      actor: { id: 'jo', kind: 'PERSON', authenticated: true },
      reason: 'not today',
    });
    const release = await ended(id);
    const decided = (await home.ports.auditLog.records(id)).find((r) => r.key === 'shift.CANARY.decided');
    expect(release.outcome).toBe('CANCELLED');
    // One observation interval, and what the machine under test needs to get round to it.
    expect(Date.parse(decided?.at ?? '') - asked).toBeLessThan(30_000 + 2_000 * SPEED);
    expect(await serving()).toEqual([[stage.shop.main, 100]]);
  }, 60_000);

  it('a cancel while a person is asked ends the hold; the link says so', async () => {
    const id = await submit(home, stage, stage.shop.changes['docs-only'].branch);
    await until(id, (r) => r.at === 'approval');
    for (; listMails(home.paths.folder).every((m) => !m.file.includes(`${id}.APPROVAL`));)
      await new Promise((r) => setTimeout(r, 20));
    await stopRelease(home.ports, id, {
      kind: 'CANCEL',
      actor: { id: 'jo', kind: 'PERSON', authenticated: true },
      reason: 'no need',
    });
    expect((await ended(id)).outcome).toBe('CANCELLED');
    const link = listMails(home.paths.folder).find((m) => m.file.includes(`${id}.APPROVAL`))?.links[0] ?? '';
    const page = await (await fetch(link)).text();
    expect(page).toContain('cancelled');
    expect(page).not.toContain('<form');
    const late = await fetch(link, {
      method: 'POST',
      body: new URLSearchParams({ answer: 'approve', reason: '' }),
      redirect: 'manual',
    });
    expect(late.status).toBe(303);
    expect((await home.ports.releases.get(id))?.outcome).toBe('CANCELLED');
  }, 60_000);

  it('the kill switch takes a running canary out and refuses the next change', async () => {
    const id = await submit(home, stage, stage.shop.changes['schema-migration'].branch);
    await until(id, (r) => r.at === 'canary');
    for (let weight = 0; weight === 0;) weight = (await home.ports.deployer.status(`${id}.CANARY`))?.weight ?? 0;
    await home.ports.controls.setKillSwitch('shop' as ServiceName, true, 'jo', 'incident 7');
    expect((await ended(id)).outcome).toBe('CANCELLED');
    expect(await serving()).toEqual([[stage.shop.main, 100]]);
    const next = await ended(await submit(home, stage, stage.shop.changes.slow.branch));
    expect(next.outcome).toBe('REJECTED');
    await home.ports.controls.setKillSwitch('shop' as ServiceName, false, 'jo', 'over');
  }, 60_000);

  it('no visitor was left without an answer', async () => {
    expect(load.stats().connectionErrors).toBe(0);
    const report = await dataPlaneStatus(home.paths.folder);
    expect(report?.targets.map((t) => t.lost + t.cutOff)).toEqual(report?.targets.map(() => 0));
  });
});
