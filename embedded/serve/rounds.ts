import { createHandler as createAnswerHold } from '../../lambdas/answer-hold/handler.ts';
import type { Home } from '../home/open-home.ts';

/** How often deadlines are looked at and dead executions are looked for, in real ms. */
const BELL_MS = 100;
const JANITOR_MS = 3_000;

/** Rings for holds whose deadline has come, and sends the janitor round. Returns what stops them. */
export function startRounds(home: Home): () => Promise<void> {
  const answerHold = createAnswerHold(home.ports);
  const bell = repeat(home, 'bell', BELL_MS, async () => {
    for (const hold of home.ports.holds.dueHolds(home.clock.now())) await answerHold.deadline(hold.holdId);
    await home.ports.holds.answerEnded();
  });
  const janitor = repeat(home, 'janitor', JANITOR_MS, async () => void (await home.steps.janitor({})));
  return async () => {
    await Promise.all([bell(), janitor()]);
  };
}

/** Runs `round` again and again, one at a time; a failed round is logged and the next one tries again. */
function repeat(home: Home, name: string, everyMs: number, round: () => Promise<void>): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let wake = () => {};
  const loop = (async () => {
    while (!stopped) {
      try {
        await round();
      } catch (error) {
        home.logger.error(name, { message: (error as Error).message });
      }
      if (stopped) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, everyMs);
      });
    }
  })();
  return () => {
    stopped = true;
    clearTimeout(timer);
    wake();
    return loop;
  };
}
