import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { Terminal, Transient } from '../../core/contracts/errors.ts';
import type { Bus } from '../ports.ts';
import { awsCall } from './aws-errors.ts';

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
      const [entry] = Entries ?? [];
      // The call succeeds although its entry was refused.
      if (entry?.EventId !== undefined) return;
      const code = /^\w{1,60}$/.exec(entry?.ErrorCode ?? '')?.[0] ?? 'unknown error';
      const passing = /^(Throttling|Internal)/.test(code);
      throw new (passing ? Transient : Terminal)(`EventBridge PutEvents: the event was not taken (${code})`);
    },
  };
}
