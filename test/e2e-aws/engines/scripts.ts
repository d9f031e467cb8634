import type { Json } from '../../../asl/json.ts';
import type { Outcome, Scenario, Script } from './scenario.ts';

export type Call = { readonly functionName: string; readonly payload: { readonly [key: string]: Json } };
export type Scripts = ReturnType<typeof createScripts>;

/** Plays the scripts of many executions at once and remembers what was called. */
export function createScripts() {
  const scripts = new Map<string, Script>();
  const made = new Map<string, Record<string, Json[]>>();
  return {
    add({ name, script }: Scenario): void {
      scripts.set(name, script);
      made.set(name, {});
    },
    take({ functionName, payload }: Call): Outcome {
      const name = executionOf(payload);
      const calls = made.get(name);
      if (!calls) throw new Error(`no script for execution ${name}`);
      const key = keyOf(functionName, payload);
      const before = (calls[key] ??= []);
      const outcomes = scripts.get(name)?.[key] ?? [];
      const outcome = outcomes[Math.min(before.length, outcomes.length - 1)];
      before.push(withoutIds(payload));
      if (!outcome) throw new Error(`the script of ${name} has nothing for ${key}`);
      return outcome;
    },
    calls: (name: string) => made.get(name) ?? {},
  };
}

/** Nested executions are named `<execution>--<state>` in generated scenarios and `<execution>-<phase>` in ours. */
function executionOf(payload: Call['payload']): string {
  return String(payload['execution'] ?? payload['releaseId']).split('--')[0]!;
}

function keyOf(functionName: string, payload: Call['payload']): string {
  if (typeof payload['state'] === 'string') return payload['state'];
  const words = [functionName, payload['phase'], payload['action'], payload['gate']];
  return words.filter((word) => typeof word === 'string').join('.');
}

function withoutIds(payload: Call['payload']): Json {
  return { ...payload, ...('taskToken' in payload ? { taskToken: typeof payload['taskToken'] } : {}) };
}
