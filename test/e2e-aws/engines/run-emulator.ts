import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  paginateGetExecutionHistory,
  paginateListExecutions,
} from '@aws-sdk/client-sfn';
import type { Json } from '../../../asl/json.ts';
import { emulatorUrl } from '../emulator.ts';
import { deleteFunctions, deployFunctions } from './deploy-functions.ts';
import { PLACEHOLDER, placeholdersOf, type Scenario, type Way } from './scenario.ts';
import { createScripts } from './scripts.ts';
import { startScriptServer } from './script-server.ts';

const STATES = 'arn:aws:states:us-east-1:000000000000';
const ROLE = 'arn:aws:iam::000000000000:role/emulator';
/** Executions at once: each may keep a Lambda process of its own busy. */
const AT_ONCE = 6;
const PATIENCE_MS = 60_000;

/** Runs every scenario on the emulator's Step Functions, with its Lambda functions answering by the script. */
export async function runEmulator(scenarios: readonly Scenario[]): Promise<Map<string, Way>> {
  const endpoint = emulatorUrl();
  const states = new SFNClient({ endpoint });
  const lambda = new LambdaClient({ endpoint });
  const scripts = createScripts();
  const server = await startScriptServer(scripts, states);
  const suffix = randomUUID().slice(0, 8);
  const arns = await deployFunctions(lambda, functionsOf(scenarios), server.url, suffix);
  try {
    const ways = new Map<string, Way>();
    const open = [...scenarios];
    const worker = async (): Promise<void> => {
      for (let next = open.shift(); next; next = open.shift()) {
        scripts.add(next);
        const way = await runOne(states, next, arns, suffix);
        ways.set(next.name, { ...way, calls: scripts.calls(next.name) });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return ways;
  } finally {
    await deleteFunctions(lambda, Object.values(arns));
    await server.close();
    states.destroy();
    lambda.destroy();
  }
}

/** What the definitions name that is no machine of the same scenario. */
function functionsOf(scenarios: readonly Scenario[]): string[] {
  const names = scenarios.flatMap(({ machines }) =>
    Object.values(machines)
      .flatMap(placeholdersOf)
      .filter((name) => !Object.hasOwn(machines, name)),
  );
  return [...new Set(names)];
}

async function runOne(
  client: SFNClient,
  { name, machines, input }: Scenario,
  functions: Readonly<Record<string, string>>,
  suffix: string,
): Promise<Omit<Way, 'calls'>> {
  const [first, ...others] = Object.keys(machines).map((machine) => `${machine}-${suffix}`);
  for (const [machine, text] of Object.entries(machines)) {
    const definition = text.replace(PLACEHOLDER, (_, placeholder: string) =>
      Object.hasOwn(machines, placeholder)
        ? `${STATES}:stateMachine:${placeholder}-${suffix}`
        : functions[placeholder]!,
    );
    await client.send(new CreateStateMachineCommand({ name: `${machine}-${suffix}`, definition, roleArn: ROLE }));
  }
  const stateMachineArn = `${STATES}:stateMachine:${first}`;
  const started = await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  const ended = await endOf(client, started.executionArn!);
  const nested = (await Promise.all(others.map((machine) => executionsOf(client, machine)))).flat();
  const ways = nested.map(async (child) => [child.name, await statesOf(client, child.arn)] as const);
  return {
    ...ended,
    states: await statesOf(client, started.executionArn!),
    nested: Object.fromEntries(await Promise.all(ways)),
  };
}

async function endOf(
  client: SFNClient,
  executionArn: string,
): Promise<Pick<Way, 'status' | 'output' | 'error' | 'cause'>> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(25)) {
    const { status, output, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'RUNNING') continue;
    if (status === 'SUCCEEDED') return { status, output: JSON.parse(output!) as Json, error: null, cause: null };
    return { status: 'FAILED', output: null, error: error ?? status ?? null, cause: cause ?? null };
  }
  throw new Error(`${executionArn} did not end within ${PATIENCE_MS} ms`);
}

async function executionsOf(client: SFNClient, machine: string): Promise<{ name: string; arn: string }[]> {
  const found: { name: string; arn: string }[] = [];
  const stateMachineArn = `${STATES}:stateMachine:${machine}`;
  for await (const { executions } of paginateListExecutions({ client }, { stateMachineArn }))
    found.push(...(executions ?? []).map((child) => ({ name: child.name!, arn: child.executionArn! })));
  return found;
}

async function statesOf(client: SFNClient, executionArn: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { events } of paginateGetExecutionHistory({ client, pageSize: 1000 }, { executionArn }))
    names.push(...(events ?? []).flatMap(({ stateEnteredEventDetails: entered }) => entered?.name ?? []));
  return names;
}
