import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An error that the service answers by its name. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message = code, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export type Input = Readonly<Record<string, unknown>>;
type Operation = (input: Input) => unknown;
/** What happens to a call: LOST does it and breaks the connection instead of answering. */
export type Fault = { readonly kind: 'ERROR'; readonly error: ServiceError } | { readonly kind: 'LOST' };

export type Service = {
  readonly url: string;
  /** Names of the operations that were called, in order. */
  readonly calls: string[];
  /** The next call of this operation fails this way. */
  fail(operation: string, fault: Fault): void;
  close(): Promise<void>;
};

/** A service of the AWS JSON protocols on 127.0.0.1: the operation is in X-Amz-Target, input and output are JSON. */
export async function serveJson(operations: Readonly<Record<string, Operation>>): Promise<Service> {
  const calls: string[] = [];
  const faults = new Map<string, Fault[]>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const name = String(request.headers['x-amz-target'] ?? '')
        .split('.')
        .pop()!;
      const fault = faults.get(name)?.shift();
      calls.push(name);
      const version = String(request.headers['content-type'] ?? 'application/x-amz-json-1.1');
      const answer = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': version }).end(JSON.stringify(body));
      const run = async () => {
        if (fault?.kind === 'ERROR') throw fault.error;
        const operation = operations[name];
        if (operation === undefined) throw new ServiceError('UnknownOperationException', name);
        const output = await operation(JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Input);
        if (fault?.kind === 'LOST') request.socket.destroy();
        else answer(200, output ?? {});
      };
      run().catch((error: unknown) =>
        error instanceof ServiceError
          ? answer(error.status, { __type: error.code, message: error.message })
          : answer(500, { __type: 'InternalFailure', message: String(error) }),
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    fail: (operation, fault) => void faults.set(operation, [...(faults.get(operation) ?? []), fault]),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
