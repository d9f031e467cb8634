import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SchedulerOptions = {
  /** Milliseconds; may run faster than the wall clock. */
  readonly now: () => number;
  /** What a schedule does when its time has come. */
  readonly ring: (targetArn: string, input: string) => Promise<void>;
};
export type SchedulerDouble = {
  readonly url: string;
  /** Faults of `ring`, which nobody else would see. */
  readonly faults: unknown[];
  close(): Promise<void>;
};

type Schedule = { readonly at: number; readonly arn: string; readonly input: string };
type Body = { readonly ScheduleExpression: string; readonly Target: { readonly Arn: string; readonly Input: string } };
const LOOK_MS = 100;

/** EventBridge Scheduler for one-time schedules, on a clock of the test's: rings once and forgets. */
export async function startScheduler({ now, ring }: SchedulerOptions): Promise<SchedulerDouble> {
  const schedules = new Map<string, Schedule>();
  const faults: unknown[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const name = /^\/schedules\/([\w.-]+)$/.exec(request.url ?? '')?.[1];
      const send = (status: number, body: object, error?: string) =>
        response
          .writeHead(status, { 'content-type': 'application/json', ...(error && { 'x-amzn-errortype': error }) })
          .end(JSON.stringify(body));
      if (name === undefined || request.method !== 'POST') return send(404, {}, 'ResourceNotFoundException');
      if (schedules.has(name)) return send(409, {}, 'ConflictException');
      const { ScheduleExpression, Target } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Body;
      const at = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(ScheduleExpression)?.[1];
      if (at === undefined) return send(400, { message: ScheduleExpression }, 'ValidationException');
      schedules.set(name, { at: Date.parse(`${at}Z`), arn: Target.Arn, input: Target.Input });
      return send(200, { ScheduleArn: `arn:aws:scheduler:us-east-1:000000000000:schedule/default/${name}` });
    });
  });
  const timer = setInterval(() => {
    for (const [name, { at, arn, input }] of [...schedules])
      if (at <= now()) {
        schedules.delete(name);
        ring(arn, input).catch((error: unknown) => void faults.push(error));
      }
  }, LOOK_MS);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    close: () =>
      new Promise((closed) => {
        clearInterval(timer);
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
