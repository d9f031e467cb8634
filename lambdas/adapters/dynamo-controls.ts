import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock, Controls } from '../ports.ts';
import { dynamoTable, type Item } from './dynamo-table.ts';

type Options = { readonly table: string; readonly clock: Clock };

/** Kill switch and quarantine in DynamoDB. A switch without a reason is on all the same. */
export function createDynamoControls(client: DynamoDBClient, { table, clock }: Options): Controls {
  const items = dynamoTable(client, table);
  const switchOf = (scope: string) => ({ pk: `KILL#${scope}`, sk: 'KILL' });
  return {
    killSwitch: async (service) => {
      const [own, all] = await Promise.all([items.get(switchOf(service)), items.get(switchOf('*'))]);
      // The service's own switch says more than the one for all services.
      return reasonIn(own) ?? reasonIn(all);
    },
    setKillSwitch: async (scope, on, by, reason) => {
      // Turned off it stays, to say by whom.
      await items.put({ ...switchOf(scope), engaged: on, setBy: by, reason, setAt: clock.now() });
    },
    quarantine: async (service, digest) => reasonIn(await items.get({ pk: `QUARANTINE#${service}`, sk: digest })),
    addQuarantine: async (service, digest, reason) => {
      // The first reason stays.
      await items.put(
        { pk: `QUARANTINE#${service}`, sk: digest, engaged: true, reason, addedAt: clock.now() },
        { condition: 'attribute_not_exists(pk)' },
      );
    },
  };
}

/** Only a switch that says so is off: whatever else lies there stops deployments. */
function reasonIn(item: Item | null): string | null {
  if (item === null || item['engaged'] === false) return null;
  const { reason } = item;
  return typeof reason === 'string' && reason !== '' ? reason : 'no reason was given';
}
