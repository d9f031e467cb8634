import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../support/run-cli.ts';
import { emulatorEnvironment } from './ministack.ts';
import { deploymentOf, type Deployment } from './release/deployment.ts';
import { visit } from './release/visit.ts';
import { startWorld, WEBHOOK_SECRET, type World } from './release/world.ts';

/**
 * The real template, deployed by cdk to the emulator, takes changes the whole way: bus or webhook, Step Functions,
 * Lambda bundles, DynamoDB, S3, SES. docs/e2e-aws.md says what stands beside the emulator and what this does not show.
 */
let world: World;
let shop: Deployment;
/** Of the release that was approved. */
let approvalLink = '';
beforeAll(async () => {
  world = await startWorld();
  shop = deploymentOf(world);
}, 600_000);
afterAll(async () => {
  shop?.end();
  await world?.close();
}, 60_000);

const MINUTES = 60_000;
const eventsOf = async (releaseId: Parameters<Deployment['records']>[0]) =>
  (await shop.records(releaseId)).map(({ event }) => event);

describe('a release on AWS', () => {
  it(
    'REJECTED: twenty equal events are one release, which ends at its gates (000-18, 004-7)',
    async () => {
      const head = world.repository.branch('dearer', (code) => code.replace('Teapot', 'Kettle'));
      const change = shop.changeOf('dearer', head);
      const [releaseId] = await Promise.all(Array.from({ length: 20 }, () => shop.submit(change)));
      expect(await shop.ended(releaseId!)).toMatch(/^REJECTED: /);
      expect(await shop.executions(releaseId!)).toBe(1);
      expect(await shop.all()).toHaveLength(1);
      const events = await eventsOf(releaseId!);
      expect(events.filter((event) => event === 'release.opened')).toHaveLength(1);
      expect(events).not.toContain('shift.started');
      const gates = (await shop.records(releaseId!)).find(({ event }) => event === 'gates.ended');
      expect(JSON.stringify(gates?.payload)).toContain('unit tests');
    },
    5 * MINUTES,
  );

  it(
    'withdrawn: a canary that fails its users gives the traffic back and is quarantined (002-22)',
    async () => {
      const head = world.repository.branch('failing', (code) => code.replace('2490', '2590'));
      // The first release that publishes a version: number 2 of the function.
      world.traffic.fail('guarded-shop-production:live', '2');
      const releaseId = await shop.submit(shop.changeOf('failing', head));
      expect(await shop.ended(releaseId)).toMatch(/^ROLLED_BACK: /);
      expect(await shop.serves('production')).toEqual({ commit: world.repository.initial, weights: {} });
      const decided = (await shop.records(releaseId)).find(
        ({ event, payload }) => event === 'shift.decided' && JSON.stringify(payload).includes('"CANARY"'),
      );
      expect(decided?.payload).toMatchObject({ decision: 'ROLL_BACK', result: 'FAILED' });
      expect(await shop.quarantined(releaseId)).toContain('canary');
      expect((await shop.mails()).filter((m) => m.Subject.startsWith('Approval needed'))).toEqual([]);
    },
    6 * MINUTES,
  );

  it(
    'DEPLOYED: a signed pull request, canary, approval by the mailed link, time lock, rollout, watch',
    async () => {
      const head = world.repository.branch('better', (code) => code.replace('2490', '2390'));
      world.github.state.pulls.set(17, { head: 'better' });
      const pull = {
        action: 'opened',
        repository: { name: 'shop', owner: { login: 'acme' }, default_branch: 'main' },
        sender: { login: 'maya', type: 'User' },
        pull_request: {
          number: 17,
          title: 'Cheaper <teapots>',
          body: '',
          draft: false,
          updated_at: new Date().toISOString(),
          user: { login: 'maya', type: 'User' },
          base: { sha: world.repository.initial, ref: 'main', repo: { id: 1 } },
          head: { sha: head, ref: 'better', repo: { id: 1 } },
        },
      };
      expect(await shop.webhook(pull, 'guessed')).toMatchObject({ status: 401 });
      expect(await shop.webhook(pull)).toMatchObject({ status: 202 });
      const releaseId = await shop.until('the release', async () => {
        const found = (await shop.all()).find(({ change }) => change.head === head);
        return found?.releaseId ?? null;
      });

      const link = await shop.approvalLink(releaseId);
      approvalLink = link;
      expect(await shop.serves('production')).toEqual({ commit: world.repository.initial, weights: {} });
      const page = await visit(link);
      expect(page.status).toBe(200);
      expect(page.text).toContain('Cheaper &lt;teapots&gt;');
      expect(page.text).toContain('value="approve"');
      // Reading decides nothing, a wrong link is nobody's.
      expect((await visit(`${link}x`)).status).toBe(404);
      expect(await eventsOf(releaseId)).not.toContain('hold.ended');
      const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
      const answered = await visit(link, { ...form, body: 'answer=approve&reason=looks+good' });
      expect(answered.status).toBe(303);

      expect(await shop.ended(releaseId)).toMatch(/^DEPLOYED: /);
      expect(await shop.serves('production')).toEqual({ commit: head, weights: {} });
      expect(await eventsOf(releaseId)).toEqual(
        expect.arrayContaining(['decision.made', 'hold.ended', 'permit.issued', 'shift.ended', 'release.closed']),
      );
      expect(world.github.state.deployments.map(({ sha, statuses }) => [sha, statuses[0]])).toEqual([
        [head, 'success'],
      ]);
      expect(world.doubles.scheduler.faults).toEqual([]);
      const review = (await shop.records(releaseId)).find(({ event }) => event === 'review.ended');
      expect(review?.payload).toMatchObject({ answer: { auto_approvable: true }, coverage: { filesUnseen: [] } });
      expect(world.doubles.bedrock.requests.at(-1)?.tools).toEqual([]);
    },
    10 * MINUTES,
  );

  it(
    'the record is exported and verified by the command that users have, and read by the others',
    async () => {
      const file = path.join(world.folder, 'audit.jsonl');
      const cli = (...words: string[]) =>
        runCli(['--target', 'aws', ...words], { env: emulatorEnvironment(world.url) });
      expect(await cli('audit', 'export', '--out', file)).toMatchObject({ code: 0, stderr: '' });
      expect(await runCli(['audit', 'verify', file])).toMatchObject({ code: 0 });
      const records = readFileSync(file, 'utf8').trimEnd().split('\n');
      expect(records.length).toBeGreaterThan(30);
      // One changed letter shows.
      writeFileSync(file, readFileSync(file, 'utf8').replace('"DEPLOYED"', '"REJECTED"'));
      expect(await runCli(['audit', 'verify', file])).toMatchObject({ code: 1 });

      const listed = await cli('releases', '--json');
      expect((JSON.parse(listed.stdout) as { outcome: string }[]).map(({ outcome }) => outcome)).toEqual([
        'DEPLOYED',
        'ROLLED_BACK',
        'REJECTED',
      ]);
      const shown = await cli('show', 'last');
      expect(shown).toMatchObject({ code: 0 });
      expect(shown.stdout).toContain('DEPLOYED');
      expect(shown.stdout).toContain('permit');
    },
    3 * MINUTES,
  );

  it(
    'no log and no record holds a secret, a task token or the signature of a link',
    async () => {
      const key = (JSON.parse(world.github.secret) as { privateKey: string }).privateKey.split('\n')[1]!;
      const tokens = await shop.taskTokens();
      expect(tokens.length).toBeGreaterThan(1);
      const logs = await shop.logs();
      expect(logs).toContain('"step":"start-shift"');
      const records = (await Promise.all((await shop.all()).map(({ releaseId }) => shop.records(releaseId)))).flat();
      const text = logs + JSON.stringify(records);
      for (const planted of [WEBHOOK_SECRET, key, new URL(approvalLink).pathname.split('/')[2]!, ...tokens])
        expect({ planted, found: text.includes(planted) }).toEqual({ planted, found: false });
    },
    2 * MINUTES,
  );
});
