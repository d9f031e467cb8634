import type { HandedDelivery } from '../intake/handed-delivery.ts';
import { eventTaken } from './event-taken.ts';
import type { SignedCalls } from './signed-calls.ts';

/** Of the one event that the webhook may put on the bus (lib/constructs/intake.ts). */
const HAND_OVER = { Source: 'interlock.webhook', DetailType: 'pull-request.delivered' };

/** Puts a delivery on the bus, for the step `pull-request`. Two that are the same are one delivery there. */
export function createHandOver(calls: SignedCalls, { busName }: { readonly busName: string }) {
  return async (handed: HandedDelivery): Promise<void> => {
    const { Entries } = await calls({
      ...{ service: 'events', operation: 'EventBridge PutEvents', target: 'AWSEvents.PutEvents' },
      input: { Entries: [{ EventBusName: busName, ...HAND_OVER, Detail: JSON.stringify(handed) }] },
    });
    eventTaken(Entries);
  };
}
