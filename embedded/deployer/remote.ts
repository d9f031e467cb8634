import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { InvalidInput, Terminal, Transient } from '../../core/contracts/errors.ts';
import type { Answers, Parameters } from '../dataplane/perform.ts';
import { addressSchema } from '../dataplane/protocol.ts';
import type { Address } from '../dataplane/protocol.ts';

/** The data plane of a home, from another process. */
export interface Remote {
  /** Throws what the data plane threw, by name; Unreachable when there is none. */
  call<O extends keyof Answers>(operation: O, parameters: Parameters<O>, timeoutMs?: number): Promise<Answers[O]>;
}

/** No data plane answers. A Transient for whoever does not start one. */
export class Unreachable extends Transient {}

export function connect(home: string): Remote {
  return {
    call: async (operation, parameters, timeoutMs = 0) => post(readAddress(home), operation, parameters, timeoutMs),
  };
}

/** Throws Unreachable when no data plane has said where it is. */
export function readAddress(home: string): Address {
  try {
    return addressSchema.parse(JSON.parse(readFileSync(join(home, 'dataplane.json'), 'utf8')));
  } catch {
    throw new Unreachable(`no data plane runs in ${home}`);
  }
}

function post<T>(address: Address, operation: string, parameters: unknown, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const unreachable = (why: string) =>
      reject(new Unreachable(`the data plane (process ${address.pid}) does not answer: ${why}`));
    const request = httpRequest({
      host: '127.0.0.1',
      port: address.port,
      method: 'POST',
      path: `/${operation}`,
      headers: { authorization: `Bearer ${address.token}`, 'content-type': 'application/json' },
      agent: false,
    });
    if (timeoutMs > 0) request.setTimeout(timeoutMs, () => request.destroy(new Error('timeout')));
    request.on('error', (error: NodeJS.ErrnoException) => unreachable(error.code ?? error.message));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', (error) => unreachable(error.message));
      response.on('end', () => {
        if (response.statusCode !== 200) return unreachable(`status ${response.statusCode}`);
        const { ok, error } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
          ok: T;
          error?: { name: string; message: string };
        };
        if (error) reject(faultOf(error));
        else resolve(ok);
      });
    });
    request.end(JSON.stringify(parameters));
  });
}

function faultOf({ name, message }: { name: string; message: string }): Error {
  if (name === 'InvalidInput') return new InvalidInput(message);
  if (name === 'Transient') return new Transient(message);
  return new Terminal(message);
}
