import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { findingSchema } from '../../core/contracts/gate-result.ts';
import type { GateResult } from '../../core/contracts/gate-result.ts';

const answerSchema = z.strictObject({ findings: z.array(findingSchema), unscanned: z.array(z.string()) });
type GateEnd = Pick<GateResult, 'status' | 'summary' | 'findings'>;

/**
 * The built-in secrets gate. It runs in a thread that can be ended, so that no diff can hold up the runner; whatever
 * goes wrong there, the gate has not passed.
 */
export async function secretsGate(diff: string, signal: AbortSignal, timeoutMs = 120_000): Promise<GateEnd> {
  const worker = new Worker(new URL('./secrets-worker.ts', import.meta.url), {
    workerData: diff,
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
  const end = await new Promise<GateEnd>((resolve) => {
    const timer = setTimeout(
      () =>
        resolve({
          status: 'TIMED_OUT',
          summary: `the secrets scan took longer than ${timeoutMs / 1000} s`,
          findings: [],
        }),
      timeoutMs,
    );
    // The error's own text may quote the line that it fell over.
    const broken = () =>
      resolve({ status: 'MISSING', summary: 'the secrets scanner failed; nothing was scanned', findings: [] });
    worker.once('message', (message: unknown) => {
      const answer = answerSchema.safeParse(message);
      if (answer.success) resolve(endOf(answer.data));
      else broken();
    });
    worker.once('error', broken);
    worker.once('exit', () => {
      clearTimeout(timer);
      broken();
    });
    if (signal.aborted) broken();
    else signal.addEventListener('abort', broken, { once: true });
  });
  await worker.terminate();
  return end;
}

function endOf({ findings, unscanned }: z.infer<typeof answerSchema>): GateEnd {
  const notes = unscanned.slice(0, 20).map((file) => ({
    category: 'secret' as const,
    severity: 'note' as const,
    rule: 'binary-not-scanned',
    message: 'binary file, not scanned for secrets',
    file,
  }));
  const scanned = unscanned.length === 0 ? '' : `; ${unscanned.length} binary files were not scanned`;
  const first = findings[0];
  return first
    ? {
        status: 'FAILED',
        summary:
          `${findings.length} secrets on added lines, the first in ${first.file ?? ''} line ${first.line ?? 0}${scanned}`.slice(
            0,
            1000,
          ),
        findings: [...findings, ...notes].slice(0, 200),
      }
    : { status: 'PASSED', summary: `no secrets on added lines${scanned}`, findings: notes };
}
