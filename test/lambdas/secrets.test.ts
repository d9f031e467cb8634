import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { configSchema } from '../../core/contracts/config.ts';
import { releaseIdOf } from '../../core/release/release-id.ts';
import { createReviewer } from '../../lambdas/adapters/create-reviewer.ts';
import { createHandler } from '../../lambdas/answer-hold/handler.ts';
import { configOf } from '../support/config-of.ts';
import { failOnce } from '../support/faults.ts';
import { harmless } from '../support/fakes/reviewer.ts';
import { DIFF, someChange, someEvent } from '../support/some-change.ts';
import { inWorld, type World } from '../support/steps-world.ts';
import { wholeWay } from '../support/whole-way.ts';

/** Made at run time: nothing that looks like a credential lies in this repository. */
const random = () => `${randomBytes(24).toString('hex')}Zz9`;
const tokens = { gates: `tok-gates-${random()}`, approval: `tok-appr-${random()}`, timeLock: `tok-lock-${random()}` };
const apiKey = `sk-${random()}`;
const credential = random();
const releaseId = releaseIdOf(someEvent());
const diff = DIFF.replace('+  items', `+  const apiKey = "${credential}";\n+  items`).replace('-1,2 +1,2', '-1,2 +1,3');

/** A reviewer behind a loopback endpoint that repeats whatever it was sent when `rude`. */
async function reviewerAt(world: World, rude: boolean): Promise<{ heard: string[]; close(): Promise<void> }> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      heard.push(body);
      const choices = [{ message: { content: JSON.stringify(harmless) }, finish_reason: 'stop' }];
      response.statusCode = rude ? 401 : 200;
      response.end(rude ? `bad key ${request.headers.authorization}: ${body}` : JSON.stringify({ choices }));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const { reviewer } = configSchema.parse(configOf({ reviewer: { kind: 'openai', endpoint, apiKeyEnv: 'KEY' } }));
  world.ports.reviewer.ask = createReviewer(reviewer, { KEY: apiKey }).ask;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { heard, close };
}

/** Every file of the home but the diff itself, every table but the one that keeps the tokens. */
function stored({ home, db }: World): string {
  const files = readdirSync(path.join(home, 'blobs'), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name !== 'diff.patch',
  );
  const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'hold_tokens'").all();
  return [
    ...files.map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8')),
    ...tables.map((table) => JSON.stringify(db.prepare(`SELECT * FROM "${String(table['name'])}"`).all())),
  ].join('\n');
}

const signatures = ({ ports }: World) =>
  ports.mail.sent.flatMap((mail) => [...mail.text.matchAll(/holds\/[^.\s]+\.(\S+)/g)].map((m) => m[1]!));

/** Every step once with what it must refuse, and once with a port that fails: what the errors say. */
async function errorsOf({ steps, ports }: World): Promise<string> {
  const said: string[] = [];
  const failing = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => new Error('it did not fail'),
      (e: Error) => e,
    );
    expect(error.message).not.toBe('it did not fail');
    said.push(`${error.name} ${error.message} ${error.stack} ${String(error.cause)}`);
  };
  const [token] = [tokens.approval];
  await failing(steps.OpenHold({ releaseId: 'x', gate: 'APPROVAL', taskToken: token }));
  await failing(steps.OpenHold({ releaseId, gate: 'NONE', taskToken: token }));
  await failing(steps.RunGates({ releaseId: `rel-${'0'.repeat(20)}`, taskToken: token }));
  await failing(steps.RunGates({ releaseId, taskToken: token, credential }));
  await failing(steps.OpenRelease({ releaseId, event: { ...someEvent(), description: `${credential}\u0000` } }));
  await failing(steps.intake({ ...someEvent(), title: credential.repeat(20) }));
  await failing(ports.holds.open({ holdId: credential } as never, token));
  return said.join('\n');
}

describe('no secret leaves its place', () => {
  it.each(['well-behaved', 'rude'])('over the whole way, with a reviewer that is %s', (manners) =>
    inWorld(async (world) => {
      world.ports.vcs.change = someChange({ diff });
      const reviewer = await reviewerAt(world, manners === 'rude');
      try {
        const outputs = await wholeWay(world, tokens);
        const links = signatures(world);
        const page = createHandler(world.ports);
        const answers = await Promise.all(
          links.map(async (text) => [
            await page.load(text),
            await page.answer(text, { answer: 'approve', reason: '' }),
          ]),
        );
        const errors = await errorsOf(world);
        expect(await world.keys(releaseId)).toContain('release.closed');
        expect(links.length).toBeGreaterThan(1);

        const everywhere = {
          log: world.log.join(''),
          audit: [...world.ports.auditLog.lines()].join(''),
          stored: stored(world),
          outputs: JSON.stringify(outputs),
          answers: JSON.stringify([answers, [...world.ports.callbacks.answers.values()]]),
          events: JSON.stringify(world.published),
          errors,
          review: reviewer.heard.join('\n'),
          // A mail may hold its own link.
          mails: world.ports.mail.sent.map((m) => JSON.stringify(m).replaceAll(linkOf(m.text), '')).join('\n'),
        };
        expect(everywhere.review).toContain('const apiKey');
        const secrets = { ...tokens, apiKey, credential, ...Object.fromEntries(links.map((l, i) => [`link ${i}`, l])) };
        const found = Object.entries(everywhere).flatMap(([place, text]) =>
          Object.entries(secrets).flatMap(([name, secret]) => (text.includes(secret) ? [`${name} in ${place}`] : [])),
        );
        expect(found).toEqual([]);
      } finally {
        await reviewer.close();
      }
    })(),
  );

  it(
    'the search finds what is there: the diff holds the credential, a mail its link, the table of tokens the tokens',
    inWorld(async (world) => {
      world.ports.vcs.change = someChange({ diff });
      await wholeWay(world, tokens);
      const kept = await world.ports.blobs.get(`releases/${releaseId}/diff.patch` as never);
      expect(new TextDecoder().decode(kept!)).toContain(credential);
      expect(JSON.stringify(world.db.prepare('SELECT * FROM hold_tokens').all())).toContain(tokens.approval);
      for (const [i, mail] of world.ports.mail.sent.slice(0, 2).entries())
        expect(mail.text).toContain(signatures(world)[i]);
    }),
  );

  it(
    'a fault while a token is in hand does not name it',
    inWorld(async (world) => {
      await wholeWay(world, tokens);
      for (const [port, method] of [
        ['releases', 'get'],
        ['settings', 'current'],
        ['blobs', 'get'],
      ] as const) {
        failOnce(world, port, method as never);
        const input = { releaseId, gate: 'APPROVAL', taskToken: tokens.approval };
        const error = await world.steps.OpenHold(input).catch((e: Error) => e);
        expect(error).toBeInstanceOf(Error);
        expect(`${(error as Error).message}${(error as Error).stack}${world.log.join('')}`).not.toContain(
          tokens.approval,
        );
      }
    }),
  );
});

const linkOf = (text: string) => /https?:\/\/\S+\/holds\/\S+/.exec(text)?.[0] ?? 'no link';
