/** One call that a step made, and what of it is billed. */
export type Call = {
  readonly service: string;
  readonly operation: string;
  readonly reads: number;
  readonly writes: number;
};

type Client = { send: (...args: never[]) => unknown };
type Command = { readonly constructor: { readonly name: string }; readonly input: Record<string, unknown> };
type Values = Readonly<Record<string, unknown>>;

/** Notes every call of a client in `calls` from now on. */
export function counted<C extends Client>(service: string, client: C, calls: Call[]): C {
  const send = client.send.bind(client) as (command: Command, ...rest: unknown[]) => Promise<Values>;
  client.send = (async (command: Command, ...rest: unknown[]) => {
    const operation = command.constructor.name.replace(/Command$/, '');
    try {
      const output = await send(command, ...rest);
      calls.push({ service, operation, ...unitsOf(service, operation, command.input, output) });
      return output;
    } catch (error) {
      // A condition that fails is billed as the write that it was to be.
      calls.push({ service, operation, ...unitsOf(service, operation, command.input, {}) });
      throw error;
    }
  }) as unknown as C['send'];
  return client;
}

const NOTHING = { reads: 0, writes: 0 };
/** Every item of these tables but the largest documents fits a unit; what is larger takes one for each KB or 4 KB. */
const writeUnits = (item: unknown) => Math.max(1, Math.ceil(bytesOf(item) / 1024));
const readUnits = (items: readonly unknown[]) =>
  Math.max(1, Math.ceil(items.reduce((sum: number, item) => sum + bytesOf(item), 0) / 4096));

function unitsOf(service: string, operation: string, input: Values, output: Values): Pick<Call, 'reads' | 'writes'> {
  if (service === 'CloudWatch' && operation === 'GetMetricData')
    return { reads: (input['MetricDataQueries'] as unknown[]).length, writes: 0 };
  if (service !== 'DynamoDB') return NOTHING;
  switch (operation) {
    case 'GetItem':
      return { reads: readUnits([output['Item']]), writes: 0 };
    case 'Query':
      return { reads: readUnits((output['Items'] as unknown[] | undefined) ?? []), writes: 0 };
    case 'BatchGetItem':
      return {
        reads: Object.values((output['Responses'] as Record<string, unknown[]>) ?? {}).flat().length,
        writes: 0,
      };
    case 'PutItem':
      return { reads: 0, writes: writeUnits(input['Item']) };
    case 'UpdateItem':
    case 'DeleteItem':
      return { reads: 0, writes: 1 };
    case 'TransactWriteItems': {
      const items = input['TransactItems'] as { Put?: { Item: unknown } }[];
      return { reads: 0, writes: 2 * items.reduce((sum, { Put }) => sum + writeUnits(Put?.Item), 0) };
    }
    case 'ExecuteTransaction': {
      const statements = input['TransactStatements'] as { Parameters: unknown }[];
      return { reads: 0, writes: 2 * statements.reduce((sum, { Parameters }) => sum + writeUnits(Parameters), 0) };
    }
    default:
      throw new Error(`bench/cost does not know what DynamoDB asks for ${operation}`);
  }
}

/** Names and values as DynamoDB weighs them, near enough to tell one KB from two: their text. */
function bytesOf(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (typeof value !== 'object') return Buffer.byteLength(String(value));
  return Object.entries(value).reduce(
    (sum, [key, member]) => sum + (key.length > 1 ? key.length : 0) + bytesOf(member),
    0,
  );
}
