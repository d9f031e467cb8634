import { loadDefinition } from '../../../asl/load-definition.ts';
import { failTask, succeedTask } from '../../../embedded/engine/answer-task.ts';
import { executionHistory } from '../../../embedded/engine/execution-history.ts';
import { createHome } from '../../embedded/engine/home.ts';
import { createScripts } from './scripts.ts';
import { placeholdersOf, type Outcome, type Scenario, type Way } from './scenario.ts';

/** A step's day in 86 s: no wait is long, and no timeout of minutes comes before a busy machine gets to it. */
const SPEED = 1_000;
const LATE_MS = 20;

/** Runs every scenario in one home of the embedded engine. Machines of the same name in two scenarios are not allowed. */
export async function runEmbedded(scenarios: readonly Scenario[]): Promise<Map<string, Way>> {
  const texts = Object.assign({}, ...scenarios.map(({ machines }) => machines)) as Record<string, string>;
  const definitions = Object.entries(texts).map(([name, text]) => {
    const same = Object.fromEntries(placeholdersOf(text).map((placeholder) => [placeholder, placeholder]));
    return [name, loadDefinition(text, same)] as const;
  });
  const scripts = createScripts();
  const home = createHome(Object.fromEntries(definitions), SPEED);
  const work = (token: string, outcome: Outcome) => () => {
    if (outcome.kind === 'ANSWER') succeedTask(home.outside, token, outcome.output);
    if (outcome.kind === 'REFUSE') failTask(home.outside, token, outcome.error, outcome.cause);
  };
  try {
    home
      .engine(async (functionName, payload) => {
        const call = { functionName, payload: payload as { taskToken?: string } };
        const outcome = scripts.take(call);
        if (outcome.kind === 'RETURN') return outcome.payload;
        if (outcome.kind === 'FAULT') throw Object.assign(new Error(outcome.cause), { name: outcome.error });
        const answer = work(call.payload.taskToken ?? '', outcome);
        if (outcome.late) setTimeout(answer, LATE_MS);
        else answer();
        return {};
      })
      .run();
    for (const scenario of scenarios) {
      scripts.add(scenario);
      home.start(Object.keys(scenario.machines)[0]!, scenario.name, scenario.input);
    }
    const ways = new Map<string, Way>();
    for (const scenario of scenarios) ways.set(scenario.name, await wayOf(scenario));
    return ways;
  } finally {
    await home.end();
  }

  async function wayOf({ name, machines }: Scenario): Promise<Way> {
    const { status, output, error, cause } = await home.ended(name, 60_000);
    const nested = Object.keys(machines).slice(1).flatMap(executionsOf);
    return {
      status: status === 'SUCCEEDED' ? 'SUCCEEDED' : 'FAILED',
      output,
      error,
      cause,
      states: statesOf(name),
      nested: Object.fromEntries(nested.map((child) => [child, statesOf(child)])),
      calls: scripts.calls(name),
    };
  }

  function executionsOf(machine: string): string[] {
    const rows = home.outside.prepare('SELECT name FROM engine_executions WHERE machine = ?').all(machine);
    return rows.map((row) => String(row['name']));
  }

  function statesOf(execution: string): string[] {
    const entered = executionHistory(home.outside, execution).filter(({ what }) => what === 'entered');
    return entered.map(({ state }) => state).filter((state) => !state.includes('/'));
  }
}
