import { createServer, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';

export type ConverseRequest = {
  readonly modelId: string;
  readonly system: string;
  readonly user: string;
  /** Names of the tools that the model was offered. */
  readonly tools: readonly string[];
};
/** The model's answer: text, the use of a tool, or an error by its name. */
export type ConverseAnswer =
  | { readonly text: string }
  | { readonly tool: string; readonly input: unknown }
  | { readonly error: string; readonly status?: number };
export type BedrockDouble = {
  readonly url: string;
  readonly requests: ConverseRequest[];
  close(): Promise<void>;
};

type Body = {
  readonly system?: readonly { readonly text?: string }[];
  readonly messages?: readonly { readonly content?: readonly { readonly text?: string }[] }[];
  readonly toolConfig?: { readonly tools?: readonly { readonly toolSpec?: { readonly name?: string } }[] };
};

/** Bedrock's Converse over HTTP/2 without TLS, which is how the SDK speaks to an http:// endpoint. */
export async function startBedrock(answer: (request: ConverseRequest) => ConverseAnswer): Promise<BedrockDouble> {
  const requests: ConverseRequest[] = [];
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const model = /^\/model\/([^/]+)\/converse$/.exec(request.url)?.[1];
      const send = (status: number, body: unknown, headers: Record<string, string> = {}) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify(body));
      };
      if (model === undefined || request.method !== 'POST')
        return send(404, { message: 'not found' }, { 'x-amzn-errortype': 'UnknownOperationException' });
      const asked = requestOf(decodeURIComponent(model), JSON.parse(Buffer.concat(chunks).toString('utf8')) as Body);
      requests.push(asked);
      const given = answer(asked);
      if ('error' in given)
        return send(given.status ?? 400, { message: given.error }, { 'x-amzn-errortype': given.error });
      const content = 'text' in given ? { text: given.text } : toolUse(given);
      return send(200, {
        output: { message: { role: 'assistant', content: [content] } },
        stopReason: 'text' in given ? 'end_turn' : 'tool_use',
        usage: { inputTokens: 100, outputTokens: 50, totalTokens: 150 },
        metrics: { latencyMs: 1 },
      });
    });
  });
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const session of sessions) session.destroy();
      }),
  };
}

function requestOf(modelId: string, { system = [], messages = [], toolConfig }: Body): ConverseRequest {
  const text = (blocks: readonly { readonly text?: string }[]) => blocks.map((b) => b.text ?? '').join('');
  return {
    modelId,
    system: text(system),
    user: messages.map((m) => text(m.content ?? [])).join(''),
    tools: (toolConfig?.tools ?? []).flatMap(({ toolSpec }) => toolSpec?.name ?? []),
  };
}

const toolUse = ({ tool, input }: { readonly tool: string; readonly input: unknown }) => ({
  toolUse: { toolUseId: 'tooluse-1', name: tool, input },
});
