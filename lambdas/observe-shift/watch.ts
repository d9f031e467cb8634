import * as z from 'zod';
import { compactState } from '../../core/canary/compact-state.ts';
import { NO_PINGS, type Pings } from '../../core/canary/pings.ts';
import type { WatchState } from '../../core/canary/watch-state.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';

/**
 * What travels through the state machine from one observation to the next. Instants are ms of the release's clock;
 * `origin` is when the new version first took traffic (WATCH: when the watch began), null before.
 */
export type Watch = {
  readonly judge: WatchState;
  readonly origin: number | null;
  readonly seen: number;
  readonly plannedSeconds: number;
  readonly extensionsLeft: number;
  readonly checkedAtStart: boolean;
  /** Of WATCH; none in every other phase. */
  readonly pings: Pings;
};

const watchSchema = z.object({
  judge: z.record(z.string(), z.unknown()),
  origin: z.number().nullable(),
  seen: z.number(),
  plannedSeconds: z.number().positive(),
  extensionsLeft: z.int().min(0),
  checkedAtStart: z.boolean(),
  // An execution that was under way when this came has none yet.
  pings: z
    .object({
      ran: z.int().min(0),
      failed: z.int().min(0),
      last: z.array(z.boolean()).max(3),
      problem: z.string().max(300).nullable(),
    })
    .default({ ...NO_PINGS, last: [] }),
});

export function readWatch(value: unknown): Watch {
  const parsed = watchSchema.safeParse(value);
  if (!parsed.success) throw new InvalidInput('watch: expected the value that the observation before returned');
  return parsed.data as unknown as Watch; // the judge's state is its own and read by nobody else
}

/** As it goes into a state's payload. */
export const writeWatch = (watch: Watch): Record<string, unknown> => ({
  ...watch,
  judge: compactState(watch.judge),
});
