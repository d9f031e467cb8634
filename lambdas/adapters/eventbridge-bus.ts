import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Bus } from '../ports.ts';
import { awsCall } from './aws-errors.ts';
import { eventTaken } from './event-taken.ts';

type Options = { readonly busName: string };

/** What the rule that starts releases matches. */
export const EVENT_SOURCE = 'interlock';

/** Publishes `change.submitted`. A lost reply means that it is sent again, and both name the same release. */
export function createEventBridgeBus(client: EventBridgeClient, { busName }: Options): Bus {
  return {
    publish: async (event) => {
      const { Entries } = await awsCall('EventBridge PutEvents', () =>
        client.send(
          new PutEventsCommand({
            Entries: [
              { EventBusName: busName, Source: EVENT_SOURCE, DetailType: event.kind, Detail: JSON.stringify(event) },
            ],
          }),
        ),
      );
      eventTaken(Entries);
    },
  };
}
