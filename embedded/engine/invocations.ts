import type { DatabaseSync } from 'node:sqlite';
import type { Json } from '../../asl/json.ts';
import type { TokenPath } from '../../asl/protocol.ts';
import { withToken } from '../../asl/task-token.ts';
import type { TaskKey } from './commit.ts';
import type { Happening } from './inbox.ts';

export type Invoke = (functionName: string, payload: unknown, signal: AbortSignal) => Promise<unknown>;
export type Invocations = {
  start(key: TaskKey): void;
  abort(key: TaskKey): void;
  abortAll(): void;
  /** Real milliseconds since the invocation began in this process; null when none is under way. */
  age(key: TaskKey): number | null;
  settled(): Promise<unknown>;
};

/** Runs the functions that tasks invoke, each once at a time, and reports how they ended. */
export function createInvocations(
  db: DatabaseSync,
  invoke: Invoke,
  ended: (execution: string, happening: Happening) => Promise<void>,
): Invocations {
  type Running = { readonly began: number; readonly controller: AbortController; readonly done: Promise<void> };
  const running = new Map<string, Running>();
  const name = ({ execution, id }: TaskKey) => `${execution}\n${id}`;

  async function run(key: TaskKey, task: Task, signal: AbortSignal): Promise<void> {
    let happening: Happening;
    try {
      const answer = await invoke(task.functionName, task.payload, signal);
      happening = { kind: 'RETURNED', id: key.id, payload: JSON.parse(JSON.stringify(answer ?? null)) as Json };
    } catch (error) {
      happening = { kind: 'TASK_FAILED', id: key.id, ...failureOf(error, task.token) };
    }
    await ended(key.execution, happening);
  }

  return {
    start(key) {
      const task = running.has(name(key)) ? null : taskOf(db, key);
      if (!task) return;
      const controller = new AbortController();
      const done = run(key, task, controller.signal).finally(() => running.delete(name(key)));
      running.set(name(key), { began: performance.now(), controller, done });
    },
    abort: (key) => running.get(name(key))?.controller.abort(new Error('nobody waits for this task any more')),
    abortAll: () => running.forEach(({ controller }) => controller.abort(new Error('Interlock is stopping'))),
    age(key) {
      const began = running.get(name(key))?.began;
      return began === undefined ? null : performance.now() - began;
    },
    settled: () => Promise.all([...running.values()].map(({ done }) => done)),
  };
}

type Task = { readonly functionName: string; readonly payload: Json; readonly token: string | null };

function taskOf(db: DatabaseSync, { execution, id }: TaskKey): Task | null {
  const row = db.prepare('SELECT * FROM engine_tasks WHERE execution = ? AND id = ?').get(execution, id);
  if (!row) return null;
  const token = row['token'] === null ? null : String(row['token']);
  const paths = JSON.parse(String(row['token_paths'])) as TokenPath[];
  const payload = JSON.parse(String(row['payload'])) as Json;
  return {
    functionName: String(row['function']),
    payload: token === null ? payload : withToken(payload, paths, token),
    token,
  };
}

/** As Lambda reports it: the error's name and message. Names of the `States.` kind are the machine's own. */
function failureOf(error: unknown, token: string | null): { error: string; cause: string } {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const cause = token === null ? message : message.replaceAll(token, '[task token]');
  return { error: name.startsWith('States.') ? 'Lambda.Unknown' : name, cause };
}
