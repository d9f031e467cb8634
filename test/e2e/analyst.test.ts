import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import { openHome, type Home } from '../../embedded/home/open-home.ts';
import { listMails } from '../../embedded/mailbox/list-mails.ts';
import { startLoad } from '../../examples/load.ts';
import { evidenceOf } from '../../lambdas/kit/evidence.ts';
import { harmless } from '../support/fakes/reviewer.ts';
import { shopHome, type ShopHome } from '../support/shop-home.ts';
import { submit } from '../support/submit.ts';
import { startUp, type Up } from '../support/up.ts';

const SPEED = 60;
const slower = { healthy: false, regressions: ['p99 rose towards the end'], reasoning: 'It got slower late.' };

describe('a release whose figures a model reads', () => {
  let stage: ShopHome;
  let home: Home;
  let up: Up;
  let model: Server;
  const questions: string[] = [];
  const stopLoad = new AbortController();
  let load: ReturnType<typeof startLoad>;

  beforeAll(async () => {
    model = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { messages } = JSON.parse(body) as { messages: { content: string }[] };
        const isReview = messages[0]!.content.includes('risk_score');
        if (!isReview) questions.push(messages[1]!.content);
        const content = JSON.stringify(isReview ? harmless : slower);
        response.end(JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }] }));
      });
    });
    await new Promise<void>((done) => model.listen(0, '127.0.0.1', done));
    const endpoint = `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`;
    stage = await shopHome(600);
    const config = parse(readFileSync(stage.config, 'utf8')) as object;
    writeFileSync(stage.config, stringify({ ...config, reviewer: { kind: 'openai', endpoint } }));
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
    model.closeAllConnections();
    await new Promise((done) => model.close(done));
  }, 60_000);

  it('002-19, K3: goes to a person with its words when it names a regression, though every check of staging passed', async () => {
    const id = await submit(home, stage, stage.shop.changes.good.branch);
    const hold = await opened(id);
    const evidence = evidenceOf(home.ports.blobs, id);
    const [staging, canary] = [await evidence.shift('STAGING'), await evidence.shift('CANARY')];
    expect(staging).toMatchObject({ result: 'INCONCLUSIVE', because: { rule: 'checks', status: 'OK' } });
    const records = await home.ports.auditLog.records(id);
    expect(records.find(({ key }) => key === 'shift.STAGING.ended')?.payload).toMatchObject({
      next: 'PROCEED',
      cautioned: true,
    });
    expect([staging?.analyst, canary?.analyst]).toMatchObject([slower, slower]);
    expect(hold.kind).toBe('APPROVAL');
    expect(questions.map((text) => /"phase":"(\w+)"/.exec(text)?.[1])).toEqual(['STAGING', 'CANARY']);
    for (const text of questions) expect(text).not.toMatch(/shop|products|127\.0\.0\.1|rel-/);
    const mail = listMails(home.paths.folder).find((m) => m.file.includes(`${id}.APPROVAL`));
    const page = await (await fetch(mail!.links[0]!)).text();
    expect(page).toContain('Not healthy, says');
    expect(page).toContain('It got slower late.');
  }, 60_000);

  async function opened(id: ReleaseId) {
    for (let tries = 0; tries < 800; tries += 1) {
      const [hold] = await home.ports.holds.ofRelease(id);
      if (hold !== undefined && hold.noticeDelivered) return hold;
      const release = await home.ports.releases.get(id);
      if (release?.status === 'CLOSED') throw new Error(`it ended as ${release.outcome}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('nobody was asked');
  }
});
