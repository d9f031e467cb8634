import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';

/** Headers of one connection, not of the message (RFC 9110 section 7.6.1), besides those that `Connection` names. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** The message's own headers, repeated ones kept apart. */
export function endToEnd(message: IncomingMessage): OutgoingHttpHeaders {
  const named = (message.headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const dropped = new Set([...HOP_BY_HOP, ...named]);
  return Object.fromEntries(
    Object.entries(message.headersDistinct).flatMap(([name, values]) =>
      dropped.has(name) || values === undefined ? [] : [[name, values.length === 1 ? values[0] : values]],
    ),
  );
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Headers for the version: the user's, and where the request came from. */
export function forwardedHeaders(request: IncomingMessage): OutgoingHttpHeaders {
  const headers = endToEnd(request);
  delete headers['expect']; // Answered by this proxy's own server.
  // Without it a body of unknown length on a GET or DELETE would be sent unframed.
  if (request.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked';
  const from = request.socket.remoteAddress ?? 'unknown';
  const before = request.headers['x-forwarded-for'];
  return {
    ...headers,
    'x-forwarded-for': before === undefined ? from : `${String(before)}, ${from}`,
    'x-forwarded-proto': request.headers['x-forwarded-proto'] ?? 'http',
    'x-forwarded-host': request.headers['x-forwarded-host'] ?? request.headers.host ?? '',
  };
}
