import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkSchema } from '../../../core/contracts/config-service.ts';
import type { Version } from '../../../core/contracts/shift.ts';
import { createChecks } from '../../../embedded/deployer/create-checks.ts';
import { createDeployer } from '../../../embedded/deployer/create-deployer.ts';
import { ensureDataPlane } from '../../../embedded/deployer/ensure-data-plane.ts';
import { ensureService } from '../../../embedded/deployer/ensure-service.ts';
import { stopDataPlane } from '../../../embedded/deployer/stop-data-plane.ts';
import { serviceSchema } from '../../../core/contracts/config-service.ts';
import { freePort } from '../../../embedded/dataplane/free-port.ts';
import { scaledClock } from '../../../embedded/scaled-clock.ts';
import { SHOP, SPEED, until } from '../dataplane/open-plane.ts';
import { makeTinyService } from '../dataplane/tiny-service.ts';

const service = makeTinyService();
const clock = scaledClock({ wall: Date.now(), at: Date.parse('2026-01-05T10:00:00Z'), speed: SPEED });
const checks = createChecks(service.home, clock, () => 40);
const run = async (environment: 'staging' | 'production', ...given: object[]) =>
  checks.run(
    SHOP,
    environment,
    given.map((check) => checkSchema.parse({ name: 'c', ...check })),
  );
let slow: Version;

beforeAll(async () => {
  const v1 = service.commit('v1');
  slow = service.commit('slow', { delayMs: 60 });
  const config = serviceSchema.parse({ repository: '.', start: 'exec node server.mjs', port: await freePort() });
  await ensureService(await ensureDataPlane(service.home, clock), SHOP, config, service.repository, v1);
});
afterAll(async () => {
  await stopDataPlane(service.home);
  service.remove();
});

describe('checks (001-10)', () => {
  it('say that nothing is served, and run nothing then', async () => {
    expect(await run('staging', { path: '/' })).toEqual([
      { name: 'service-health', kind: 'service-health', passed: false, detail: '/health: status 503 (try 3)' },
      { name: 'c', kind: 'functional', passed: false, detail: 'not run: the service is not healthy' },
    ]);
  });

  it.each([
    ['status as expected', { path: '/' }, true, 'GET /: 200'],
    ['wrong status', { path: '/', expectStatus: 404 }, false, 'GET /: status 200, expected 404'],
    ['body with the text', { path: '/', expectBody: '"name":"v1"' }, true, 'GET /: 200'],
    ['body without the text', { path: '/', expectBody: 'v9' }, false, 'GET /: the answer does not contain "v9"'],
    ['a body that is sent', { method: 'POST', path: '/', body: 'hello', expectBody: 'hello' }, true, 'POST /: 200'],
    ['HEAD', { method: 'HEAD', path: '/' }, true, 'HEAD /: 200'],
    ['fast enough', { kind: 'performance', path: '/' }, true, /95th percentile .* ms of 20, expected at most 40 ms/],
    [
      'too slow',
      { kind: 'performance', path: '/?wait=50' },
      false,
      /95th percentile \d+\.\d ms of 20, expected at most 40 ms/,
    ],
    [
      'a performance check with a wrong status',
      { kind: 'performance', path: '/', expectStatus: 201 },
      false,
      /status 200/,
    ],
    ['command', { command: 'test -f server.mjs && echo ran against $BASE_URL' }, true, /ran against http:\/\/127/],
    ['failing command', { command: 'printf "\\033[1mbad\\007"; exit 3' }, false, 'exit code 3\nbad'],
    ['hanging command', { command: 'sleep 60 & sleep 60', timeoutSeconds: 1 }, false, 'did not end within 1 s'],
    ['command that prints without end', { command: 'yes | head -c 20000000' }, true, /^exit code 0\n(y\n){1000}/],
  ])('%s', async (_, check, passed, detail) => {
    const [health, result] = await run('production', check);
    expect(health).toMatchObject({ kind: 'service-health', passed: true });
    expect(result?.passed).toBe(passed);
    if (typeof detail === 'string') expect(result?.detail).toBe(detail);
    else expect(result?.detail).toMatch(detail);
    expect(result?.detail.length).toBeLessThan(4200);
  });

  it('look at what staging serves while a shift is there', async () => {
    const deployer = createDeployer(service.home, clock);
    const shiftId = 'rel-00000000000000000000.STAGING';
    const steps = [{ weight: 100, bakeSeconds: 300 }];
    await deployer.start({
      shiftId,
      service: SHOP,
      environment: 'staging',
      from: slow,
      to: slow,
      steps,
      mayReturn: true,
    });
    await until(async () => (await deployer.status(shiftId))?.state === 'COMPLETE');
    const results = await run(
      'staging',
      { path: '/', expectBody: '"slow"' },
      { command: 'grep -q slow behaviour.json' },
    );
    expect(results.map(({ passed }) => passed)).toEqual([true, true, true]);
    expect((await run('staging', { kind: 'performance', path: '/' }))[1]?.passed).toBe(false);
    await deployer.giveBack(shiftId, 'done');
    await until(async () => (await deployer.status(shiftId))?.state === 'RETURNED');
  });
});
