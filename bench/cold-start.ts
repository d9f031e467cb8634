import type { Metafile } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSteps } from '../lib/bundle-steps.ts';
import { type StepName, stepShapes } from '../lib/step-shapes.ts';
import { environment, events } from './cold-start/cases.ts';
import { compositionsOf } from './cold-start/composition.ts';
import { loopback } from './cold-start/loopback.ts';
import { type Row, report } from './cold-start/report.ts';
import { type Program, type Start, startOnce } from './cold-start/start-once.ts';

/** Loads a bundle as Lambda does and calls it. What it answers does not matter: the first request does. */
const STEP =
  "const {handler}=require('./index.js');ready();handler(JSON.parse(process.env.BENCH_EVENT)).catch(()=>{});";
const BARE = "ready();require('node:http').get(process.env.AWS_ENDPOINT_URL);";

/** `npm run bench:cold-start [-- --runs N --only NAME --json]`: bytes and milliseconds of every bundle that is deployed. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '15' },
      only: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
    },
  });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs: found ${values.runs}; expected a whole number`);
  const names = (Object.keys(stepShapes) as StepName[]).filter(
    (n) => values.only.length === 0 || values.only.includes(n),
  );
  const out = mkdtempSync(path.join(tmpdir(), 'interlock-cold-start-'));
  const server = await loopback();
  try {
    const compositions = new Map<string, string>();
    const told = (metafile: Metafile) => {
      for (const [name, text] of compositionsOf(metafile)) compositions.set(name, text);
    };
    await bundleSteps(out, { told });
    const env = environment(server.url);
    const core = coreForChildren();
    const programs = new Map<StepName | null, Program>([
      [null, { source: BARE, cwd: out, env, core }],
      ...names.map((name): [StepName, Program] => [
        name,
        { source: STEP, cwd: path.join(out, name), env: { ...env, BENCH_EVENT: JSON.stringify(events[name]) }, core },
      ]),
    ]);
    const starts = new Map<StepName | null, Start[]>([...programs.keys()].map((name) => [name, []]));
    // In turns, so that whatever else the machine does meets all of them alike; the first round warms the disk's cache.
    for (let run = 0; run <= runs; run += 1)
      for (const [name, program] of programs) {
        const start = await startOnce(program, server);
        if (run > 0) starts.get(name)?.push(start);
      }
    const bare = median(starts.get(null) ?? []);
    const rows = names.map((name): Row => {
      const { ready, firstCall, processor } = median(starts.get(name) ?? []);
      return {
        name,
        bytes: statSync(path.join(out, name, 'index.js')).size,
        composition: compositions.get(name) ?? '',
        ready: ready - bare.ready,
        firstCall: firstCall - bare.firstCall,
        processor: processor - bare.processor,
      };
    });
    console.log(
      report({ rows, bare, runs, pinned: core !== null, load: loadavg()[0] ?? 0 }, values.json ? 'JSON' : 'TEXT'),
    );
  } finally {
    server.close();
    rmSync(out, { recursive: true, force: true });
  }
}

/** The last core; this process keeps the others, so that it sees a request when it comes. */
function coreForChildren(): number | null {
  const cores = availableParallelism();
  if (cores < 2 || spawnSync('taskset', ['--version']).status !== 0) return null;
  return cores - 1;
}

function median(starts: readonly Start[]): Start {
  const middle = (pick: (start: Start) => number) =>
    starts.map(pick).toSorted((a, b) => a - b)[starts.length >> 1] ?? NaN;
  return {
    ready: middle((s) => s.ready),
    firstCall: middle((s) => s.firstCall),
    processor: middle((s) => s.processor),
  };
}

await main();
