import { parseArgs } from 'node:util';
import { liveSeed, replayLife } from './life.ts';
import { runWorkers } from './run-workers.ts';
import { shrink } from './shrink.ts';
import { missingOutcomes, summary } from './summary.ts';

/** Below this many lives, an outcome may be missing by chance. */
const ENOUGH = 1_000;

const { values } = parseArgs({
  options: {
    lives: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    trace: { type: 'boolean', default: false },
  },
});
const [lives, seed, workers] = [values.lives, values.seed, values.workers].map((text) => whole(text));

if (values.trace)
  for (let i = 0; i < lives!; i += 1) {
    const life = await liveSeed(seed! + i, { tracing: true });
    console.log([`seed ${seed! + i}`, ...life.lines].join('\n'));
  }
const began = performance.now();
const tally = await runWorkers(seed!, lives!, workers!);
console.log(summary(tally, (performance.now() - began) / 1000).join('\n'));
const missing = lives! < ENOUGH ? [] : missingOutcomes(tally);
if (missing.length > 0) console.log(`never happened: ${missing.join(', ')}`);
for (const { seed: failed, violations } of tally.failures) console.log(`seed ${failed}: ${violations.join('; ')}`);
if (tally.failures[0] !== undefined) await explain(tally.failures[0].seed);
process.exitCode = tally.failures.length === 0 && missing.length === 0 ? 0 : 1;

/** Prints the shortest schedule that fails as this seed does. */
async function explain(failed: number): Promise<void> {
  const { choices } = await liveSeed(failed);
  const shrunk = await shrink(choices);
  const { lines } = await replayLife(shrunk, { tracing: true });
  console.log(`\nseed ${failed}, shrunk from ${choices.length} choices to ${shrunk.length}: ${JSON.stringify(shrunk)}`);
  console.log(lines.join('\n'));
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`found "${text}"; expected a whole number above 0`);
  return number;
}
