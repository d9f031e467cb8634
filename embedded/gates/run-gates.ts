import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Gate } from '../../core/contracts/config-gates.ts';
import { InvalidInput, Terminal } from '../../core/contracts/errors.ts';
import type { GateResult, GateRun } from '../../core/contracts/gate-result.ts';
import { readDiff } from '../vcs/read-diff.ts';
import { openRepository } from '../vcs/repository.ts';
import { checkOut } from './check-out.ts';
import { commandGate } from './command-gate.ts';
import type { GateWorld } from './command-gate.ts';
import type { GateUser } from './gate-user.ts';
import { plainText } from './plain-text.ts';
import type { RunRequest } from './run-request.ts';
import { secretsGate } from './secrets-gate.ts';

type GateEnd = Pick<GateResult, 'status' | 'summary' | 'findings'>;
/** The bound of the contract. */
const MOST_GATES = 200;

/**
 * One whole run in `folder`: checkout, then stage after stage. FAILED until every configured gate has PASSED. Commands
 * run as `user`, who owns the checkout then.
 */
export async function runGates(
  request: RunRequest,
  folder: string,
  signal: AbortSignal,
  user: GateUser | null,
): Promise<GateRun> {
  const gates = request.gates.stages.flatMap(({ name, gates }, index) =>
    gates.map((gate) => ({ stage: name, index, gate })),
  );
  if (gates.length > MOST_GATES)
    return { status: 'FAILED', summary: `found ${gates.length} gates; expected at most ${MOST_GATES}`, results: [] };
  const world = { checkout: join(await realpath(folder), 'checkout'), folder, signal, user };
  const broken = await prepare(request, world);
  const results: GateResult[] = [];
  let failed: { readonly stage: string; readonly index: number } | null = null;
  for (const { stage, index, gate } of gates) {
    if (signal.aborted) break;
    const began = performance.now();
    const end: GateEnd =
      broken !== null
        ? { status: 'MISSING', summary: broken, findings: [] }
        : failed !== null && failed.index !== index
          ? { status: 'SKIPPED', summary: `stage ${failed.stage} did not pass`, findings: [] }
          : await runOne(gate, request, world);
    if (end.status !== 'PASSED') failed ??= { stage, index };
    const category = 'builtin' in gate ? ('secret' as const) : gate.category;
    results.push({ gate: gate.name, stage, category, ...end, seconds: Math.round(performance.now() - began) / 1000 });
  }
  return concluded(results, gates.length);
}

function concluded(results: readonly GateResult[], expected: number): GateRun {
  const passed = results.filter(({ status }) => status === 'PASSED').length;
  const first = results.find(({ status }) => status !== 'PASSED');
  if (passed === expected && expected > 0)
    return { status: 'PASSED', summary: `${passed} of ${expected} gates passed`, results: [...results] };
  const why = first ? `; ${first.gate}: ${first.status}, ${first.summary}` : '';
  return {
    status: 'FAILED',
    summary: `${passed} of ${expected} gates passed${why}`.slice(0, 1000),
    results: [...results],
  };
}

/** Null when the checkout is there; else why no gate can run. */
async function prepare(request: RunRequest, { checkout, signal, user }: GateWorld): Promise<string | null> {
  try {
    await checkOut(await openRepository(request.repository), request.head, checkout, signal, user);
    return null;
  } catch (error) {
    return `the checkout failed: ${told(error)}`;
  }
}

async function runOne(gate: Gate, request: RunRequest, world: GateWorld): Promise<GateEnd> {
  try {
    if ('command' in gate) return await commandGate(gate, world);
    const repository = await openRepository(request.repository);
    const diff = await readDiff(repository, request.base, request.head, request.maxDiffBytes, world.signal);
    return await secretsGate(diff, world.signal);
  } catch (error) {
    return { status: 'MISSING', summary: `the gate could not be run: ${told(error)}`, findings: [] };
  }
}

/** Only our own errors are written for people; any other may quote what it fell over. */
const told = (error: unknown): string =>
  error instanceof InvalidInput || error instanceof Terminal
    ? plainText(error.message).slice(0, 500)
    : 'unexpected error';
