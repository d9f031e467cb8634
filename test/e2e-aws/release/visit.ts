import { request } from 'node:http';

export type Visited = {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
};
type Sent = { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string };

/** Asks the deployed HTTP API. Its name ends in `localhost`, which not every resolver knows: the emulator goes by Host. */
export function visit(url: string, { method = 'GET', headers = {}, body = '' }: Sent = {}): Promise<Visited> {
  const { host, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, path: pathname + search, method, headers: { ...headers, host } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
