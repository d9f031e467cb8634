import http from 'node:http';
import https from 'node:https';

export type Exchange = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** From the first byte sent to the last byte received. */
  readonly timeoutMs: number;
};
export type Answer = {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
};

/** What is asked for here is small: the text of a secret has 64 KB at most. */
const ANSWER_MAX = 256 * 1024;

/** One POST and its whole answer, or an error; never longer than its time. Without `fetch`, which takes 57 ms to load. */
export function exchange({ url, headers, body, timeoutMs }: Exchange): Promise<Answer> {
  const { request } = url.protocol === 'http:' ? http : https;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > ANSWER_MAX) sent.destroy(new Error('the answer is too large'));
        else chunks.push(chunk);
      });
      response.on('error', failed);
      response.on('end', () => {
        clearTimeout(timer);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    // Its name and code say what happened; its message holds addresses.
    const failed = ({ name, code }: NodeJS.ErrnoException): void => {
      clearTimeout(timer);
      reject(Object.assign(new Error('the call failed'), { name, ...(code === undefined ? {} : { code }) }));
    };
    const timer = setTimeout(
      () => sent.destroy(Object.assign(new Error('no answer in time'), { name: 'TimeoutError' })),
      timeoutMs,
    );
    sent.on('error', failed);
    sent.end(body);
  });
}
