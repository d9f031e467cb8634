import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { SendTaskFailureCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import type { Outcome } from './scenario.ts';
import type { Call, Scripts } from './scripts.ts';

export type ScriptServer = { readonly url: string; close(): Promise<void> };

/** After the function has returned; the emulator needs a few milliseconds for that. */
const LATE_MS = 50;

/** Tells the emulator's functions how their calls end, and answers the task tokens they are given. */
export async function startScriptServer(scripts: Scripts, client: SFNClient): Promise<ScriptServer> {
  const server = createServer((request, response) => {
    const told = json(request).then((call) => tell(call as Call));
    const failed = (error: unknown) => ({ errorType: 'ScriptError', errorMessage: String(error) });
    void told.catch(failed).then((value) => response.end(JSON.stringify(value)));
  });

  async function tell(call: Call): Promise<object> {
    const outcome = scripts.take(call);
    if (outcome.kind === 'RETURN') return { payload: outcome.payload };
    if (outcome.kind === 'FAULT') return { errorType: outcome.error, errorMessage: outcome.cause };
    const sent = () => send(String(call.payload['taskToken']), outcome);
    // A token that cannot be answered shows as an execution that does not end.
    if (outcome.late) setTimeout(() => void sent().catch(() => undefined), LATE_MS);
    else await sent();
    return { payload: {} };
  }

  async function send(taskToken: string, outcome: Extract<Outcome, { late: boolean }>): Promise<void> {
    if (outcome.kind === 'ANSWER') {
      await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(outcome.output) }));
    } else await client.send(new SendTaskFailureCommand({ taskToken, error: outcome.error, cause: outcome.cause }));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
