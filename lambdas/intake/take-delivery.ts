import { InvalidInput, Transient } from '../../core/contracts/errors.ts';
import type { Clock } from '../ports.ts';
import type { Deliveries } from './deliveries.ts';
import type { HandedDelivery } from './handed-delivery.ts';
import type { PullRequestDelivery } from './pull-request-delivery.ts';

export type TakeDeliveryDeps = {
  readonly clock: Clock;
  readonly deliveries: Deliveries;
  /** Submits the pull request and says for people what came of it. */
  readonly accept: (delivery: PullRequestDelivery) => Promise<string>;
};

/**
 * Takes what the webhook handed over, once: events come more than once, and a captured delivery can be sent to the
 * webhook again under any delivery id, which the signature does not cover. Returns what came of it.
 */
export const createTakeDelivery =
  (deps: TakeDeliveryDeps) =>
  async ({ key, deliveryId, delivery }: HandedDelivery): Promise<string> => {
    const begun = await deps.deliveries.begin(key, deliveryId, deps.clock.now());
    if (begun === 'DONE') return 'ignored: this delivery was handled before';
    // Thrown, so that it is tried again: whoever has it may have died with it.
    if (begun === 'BUSY') throw new Transient('this delivery is being handled');
    const result = await accepted(deps, delivery);
    await deps.deliveries.finish(key, result);
    return result;
  };

/** What can never be accepted is a result; a fault of ours is thrown, so that it is tried again. */
async function accepted(deps: TakeDeliveryDeps, delivery: PullRequestDelivery): Promise<string> {
  try {
    return await deps.accept(delivery);
  } catch (error) {
    if (error instanceof InvalidInput) return `refused: ${error.message}`;
    throw error;
  }
}
