import http from 'node:http';

/** A visitor who never stops asking; counts every request that was not answered with 200. */
export function startVisitor(port: number, path: string, everyMs: number) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });
  let [sent, open] = [0, 0];
  const failures: string[] = [];
  const timer = setInterval(() => {
    sent += 1;
    open += 1;
    const request = http.get({ host: '127.0.0.1', port, path, agent }, (response) => {
      response.resume();
      response.once('end', () => {
        open -= 1;
        if (response.statusCode !== 200) failures.push(`status ${response.statusCode}`);
      });
      response.once('error', (error) => failures.push(error.message));
    });
    request.once('error', (error) => {
      open -= 1;
      failures.push(error.message);
    });
  }, everyMs);
  return {
    failures,
    sent: () => sent,
    async stop(): Promise<void> {
      clearInterval(timer);
      for (let tries = 0; open > 0 && tries < 100; tries += 1) await new Promise((r) => setTimeout(r, 50));
      agent.destroy();
    },
  };
}
