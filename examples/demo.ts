import { writeFileSync } from 'node:fs';
import path from 'node:path';
import pc from 'picocolors';
import { duration, line } from '../cli/print.ts';
import { releaseView } from '../cli/release-view.ts';
import type { ReleaseId } from '../core/contracts/ids.ts';
import { dataPlaneStatus } from '../embedded/deployer/data-plane-status.ts';
import { openHome, type Home } from '../embedded/home/open-home.ts';
import { approver } from './demo/approver.ts';
import { expectationsOf, type Seen } from './demo/expectations.ts';
import { prepare, type Stage } from './demo/prepare.ts';
import { demoReport, type Chapter } from './demo/report.ts';
import { runCli, startUp } from './demo/run-cli.ts';
import { liveTable, type Row } from './demo/table.ts';
import { startLoad } from './load.ts';
import type { ChangeName } from './make-shop.ts';

const SPEED = 60;
const REQUESTS_PER_SECOND = 450;
const LOOK_MS = 200;
const PATIENCE_MS = 8 * 60_000;

/**
 * In this order they ask for the shop's lock, and are served in it: what is based on main has to come before the good
 * change, because a head that does not contain what serves is refused.
 */
const ORDER: readonly ChangeName[] = ['leaked-credential', 'docs-only', 'slow', 'failing', 'schema-migration', 'good'];
/** Steps a release may still be overtaken in by the next one. */
const BEFORE_LOCK = ['open-release', 'evidence', 'run-gates', 'decide'];

process.exitCode = await demo();

async function demo(): Promise<number> {
  const began = Date.now();
  line(
    pc.bold('Six changes of a small shop go through Interlock. Waits run 60 times faster; everything else is real.'),
  );
  const stage = await prepare(path.resolve('.demo'));
  const up = await startUp(stage.config, SPEED, line);
  const home = openHome({ configFile: stage.config });
  const stopLoad = new AbortController();
  const load = startLoad({ url: stage.serviceUrl, requestsPerSecond: REQUESTS_PER_SECOND, signal: stopLoad.signal });
  try {
    line(`${REQUESTS_PER_SECOND} requests a second go to ${stage.serviceUrl}\n`);
    const seen = await playThrough(home, stage, () => {
      const { sent, ok, httpErrors, connectionErrors } = load.stats();
      return `${duration(Date.now() - began)}; visitors: ${sent} requests, ${ok} answered, ${httpErrors} errors, ${connectionErrors} lost`;
    });
    stopLoad.abort();
    await load.done;
    return await conclude(home, stage, seen, load.stats(), began);
  } finally {
    stopLoad.abort();
    home.close();
    await up.stop();
  }
}

async function playThrough(home: Home, stage: Stage, footer: () => string): Promise<Map<ChangeName, Seen>> {
  const draw = liveTable();
  const ids = new Map<ChangeName, ReleaseId>();
  const seen = new Map<ChangeName, Seen>();
  const pages = new Map<string, string>();
  const person = approver(home.paths.folder, (page) => {
    const id = /rel-[0-9a-f]{20}/.exec(page)?.[0] ?? '';
    pages.set(id, page);
    return ids.get('schema-migration') === id
      ? { answer: 'reject', reason: 'The migration locks the products table: split it into expand and contract.' }
      : { answer: 'approve', reason: 'Read the evidence.' };
  });
  const deadline = Date.now() + PATIENCE_MS;
  const waiting = [...ORDER];
  let submitting: Promise<void> | null = null;
  let last: ChangeName | null = null;
  while (seen.size < ORDER.length) {
    if (Date.now() > deadline) throw new Error('the changes did not end in time; see .demo/.interlock/interlock.log');
    const rows: Row[] = [];
    for (const name of ORDER) {
      const id = ids.get(name);
      const release = id === undefined ? null : await home.ports.releases.get(id);
      const view = release === null || id === undefined ? null : await releaseView(home.ports, id);
      rows.push({ name, release, note: view?.steps.at(-1)?.rationale ?? '' });
      if (view === null || id === undefined || release?.status !== 'CLOSED' || seen.has(name)) continue;
      const { change, digest } = release;
      const quarantine = digest === null ? null : await home.ports.controls.quarantine(change.service, digest);
      const servedAfter = await dataPlaneStatus(home.paths.folder);
      seen.set(name, { view, servedAfter, page: pages.get(id) ?? null, quarantine });
    }
    draw(rows, footer());
    await person.check();
    const before = rows.find((r) => r.name === last)?.release ?? null;
    const mayFollow = last === null || (before !== null && !BEFORE_LOCK.includes(before.at));
    const next = waiting[0];
    if (submitting === null && next !== undefined && mayFollow) {
      waiting.shift();
      last = next;
      submitting = submit(stage, next).then((id) => {
        ids.set(next, id);
        submitting = null;
      });
    }
    await Promise.race([new Promise((r) => setTimeout(r, LOOK_MS)), ...(submitting === null ? [] : [submitting])]);
  }
  return seen;
}

async function submit(stage: Stage, name: ChangeName): Promise<ReleaseId> {
  const change = stage.shop.changes[name];
  const result = await runCli(
    stage.config,
    'submit',
    '--base',
    'main',
    '--head',
    change.branch,
    '--service',
    'shop',
    '--json',
  );
  if (result.code !== 0) throw new Error(`interlock submit of ${name}: ${result.stderr}`);
  return (JSON.parse(result.stdout) as { releaseId: ReleaseId }).releaseId;
}

async function conclude(
  home: Home,
  stage: Stage,
  seen: ReadonlyMap<ChangeName, Seen>,
  visitors: { readonly sent: number; readonly httpErrors: number; readonly connectionErrors: number },
  began: number,
): Promise<number> {
  const chapters: Chapter[] = ORDER.flatMap((name) => {
    const found = seen.get(name);
    return found === undefined
      ? []
      : [{ name, seen: found, expectations: expectationsOf(name, found, stage.shop.main) }];
  });
  const exported = path.join(stage.folder, 'audit.jsonl');
  await runCli(stage.config, 'audit', 'export', '--out', exported);
  const verified = await runCli(stage.config, 'audit', 'verify', exported);
  const lost = (await dataPlaneStatus(home.paths.folder))?.targets.reduce((sum, t) => sum + t.lost + t.cutOff, 0) ?? -1;
  const general = [
    {
      what: `no request was lost (${visitors.sent} sent, ${visitors.connectionErrors} without an answer, ${lost} refused by the proxy)`,
      met: visitors.connectionErrors === 0 && lost === 0,
    },
    { what: `the audit log verifies (${verified.stdout.split('\n')[0] ?? ''})`, met: verified.code === 0 },
  ];
  line();
  for (const { name, seen: found, expectations } of chapters) {
    line(`${pc.bold(name.padEnd(18))} ${found.view.release.outcome ?? 'open'}`);
    for (const e of expectations) line(`  ${e.met ? pc.green('✓') : pc.red('✗')} ${e.what}`);
  }
  line(pc.bold('all of it'));
  for (const e of general) line(`  ${e.met ? pc.green('✓') : pc.red('✗')} ${e.what}`);

  const { config } = await home.ports.settings.current();
  const report = path.resolve('demo-report.html');
  writeFileSync(
    report,
    demoReport(chapters, config, [
      ...general.map((e) => `${e.met ? '✓' : '✗'} ${e.what}`),
      `took ${duration(Date.now() - began)}`,
    ]),
  );
  line(`\nReport: ${report}`);
  line(`The releases stay in ${stage.folder}: try "npx interlock --config .demo/interlock.yaml show last"`);
  const met =
    chapters.length === ORDER.length && [...general, ...chapters.flatMap((c) => c.expectations)].every((e) => e.met);
  line(met ? pc.green('Everything ended as it should.') : pc.red('Something did not end as it should.'));
  return met ? 0 : 1;
}
