import { readFileSync } from 'node:fs';
import type { Definition } from '../../asl/definition.ts';
import type { Json } from '../../asl/json.ts';
import { loadDefinition } from '../../asl/load-definition.ts';
import { started } from './machine.ts';

const textOf = (file: string) => readFileSync(new URL(`../../statemachines/${file}`, import.meta.url), 'utf8');
export function load(file: string): Definition {
  const text = textOf(file);
  const names = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name!);
  return loadDefinition(text, Object.fromEntries(names.map((name) => [name, name])));
}
/** What each task answers, by state: a payload, a list of them in turn, or an error. */
export type Script = Readonly<Record<string, unknown>>;
export const fault = (error: string) => ({ fault: error });
const isFault = (value: unknown): value is { fault: string } =>
  typeof value === 'object' && value !== null && 'fault' in value;

/** Runs a script to its end; returns the way through the tasks and the result. */
export async function play(definition: Definition, script: Script, input: Json) {
  const run = await started(definition, input);
  const turn = new Map<string, number>();
  const way: string[] = [];
  const payloads: unknown[] = [];
  for (let i = 0; i < 200 && run.result.kind === 'RUNNING'; i++) {
    payloads.push(...run.commands.flatMap((c) => (c.kind === 'INVOKE' ? [{ f: c.functionName, p: c.payload }] : [])));
    const next = run.pending.tasks[0];
    if (!next) {
      await run.ring();
      continue;
    }
    const state = next.id.split('/').at(-1)!.split('#')[0]!;
    way.push(state);
    const given = script[state];
    const answer = Array.isArray(given) ? (given[Math.min(turn.get(state) ?? 0, given.length - 1)] as unknown) : given;
    turn.set(state, (turn.get(state) ?? 0) + 1);
    if (isFault(answer)) await run.failed(answer.fault, next.id);
    else if (next.call === 'INVOKE') await run.returned(answer as Json, next.id);
    else {
      if (next.call === 'TOKEN') await run.returned({}, next.id);
      await run.succeeded(
        (next.call === 'EXECUTION' ? { Output: answer, Status: 'SUCCEEDED' } : answer) as Json,
        next.id,
      );
    }
  }
  return { way, payloads, result: run.result };
}
