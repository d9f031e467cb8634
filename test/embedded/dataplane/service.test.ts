import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { openPlane, SHOP, specOf, stopLoads, until } from './open-plane.ts';
import type { OpenPlane } from './open-plane.ts';
import { makeTinyService } from './tiny-service.ts';
import type { TinyService } from './tiny-service.ts';

const signal = new AbortController().signal;
let service: TinyService;
let opened: OpenPlane;

beforeEach(async () => {
  service = makeTinyService();
  opened = await openPlane(service.home);
});
afterEach(async () => {
  await stopLoads();
  await opened.plane.stop();
  await until(() => opened.living().length === 0);
  service.remove();
});

describe('serving a service', () => {
  it('refuses a port in use by naming port and service, and leaves nothing', async () => {
    const v1 = service.commit('v1');
    const spec = await specOf(service);
    const other = createServer().listen(spec.port, '127.0.0.1');
    await until(() => other.listening);
    await expect(opened.operations.ensureService({ spec, initial: v1 }, signal)).rejects.toThrow(
      `port ${spec.port} of service shop is in use by another program`,
    );
    other.close();
    expect(service.checkouts()).toEqual([]);
    expect(opened.living()).toEqual([]);
  });

  it('fails for an initial version that does not start, leaves nothing, and works once it is right', async () => {
    const bad = service.commit('bad', { exitAtStart: true });
    const v1 = service.commit('v1');
    const spec = await specOf(service);
    await expect(opened.operations.ensureService({ spec, initial: bad }, signal)).rejects.toThrow(
      'cannot read the settings',
    );
    expect(service.checkouts()).toEqual([]);
    expect(opened.living()).toEqual([]);
    await opened.operations.ensureService({ spec, initial: v1 }, signal);
    expect((await fetch(`http://127.0.0.1:${spec.port}/`)).status).toBe(200);
  });

  it('starts the running version again when it crashes', async () => {
    const v1 = service.commit('v1');
    const spec = await specOf(service);
    await opened.operations.ensureService({ spec, initial: v1 }, signal);
    await fetch(`http://127.0.0.1:${spec.port}/exit`).catch(() => undefined);
    await until(async () => (await fetch(`http://127.0.0.1:${spec.port}/`)).status === 200);
    expect(opened.living()).toHaveLength(1);
    expect(opened.plane.target(SHOP, 'production').lost).toBeGreaterThan(0);
  });

  it('takes a new port over from the config', async () => {
    const v1 = service.commit('v1');
    const v2 = service.commit('v2');
    const spec = await specOf(service);
    const moved = await specOf(service);
    await opened.operations.ensureService({ spec, initial: v1 }, signal);
    await opened.operations.ensureService({ spec: moved, initial: v2 }, signal);
    expect((await fetch(`http://127.0.0.1:${moved.port}/`)).headers.get('x-version')).toBe('v1');
    await expect(fetch(`http://127.0.0.1:${spec.port}/`)).rejects.toThrow();
    expect(opened.living()).toHaveLength(1);
  });

  it('gives a version four variables of ours, its own and PORT and HOST, in a checkout that is not the user’s', async () => {
    const v1 = service.commit('v1');
    process.env['AWS_SECRET_ACCESS_KEY'] = 'not for the service';
    const spec = await specOf(service, { env: { COLOUR: 'blue' } });
    await opened.operations.ensureService({ spec, initial: v1 }, signal);
    delete process.env['AWS_SECRET_ACCESS_KEY'];
    const answer = (await (await fetch(`http://127.0.0.1:${spec.port}/environment`)).json()) as Record<
      string,
      string[]
    >;
    const allowed = ['COLOUR', 'HOME', 'HOST', 'LANG', 'PATH', 'PORT', 'TMPDIR', 'PWD', 'OLDPWD', 'SHLVL', '_'];
    expect(answer['environment']?.filter((name) => !allowed.includes(name))).toEqual([]);
    expect(answer['environment']).toEqual(expect.arrayContaining(['COLOUR', 'HOST', 'PATH', 'PORT']));
    expect(answer['cwd']).toBe(join(service.home, 'worktrees', 'shop', v1.commit));
    expect(service.git('status', '--porcelain')).toBe('');
    expect(service.git('branch', '--list')).toBe('* main');
  });

  it('keeps its state and nothing of it is readable for others', async () => {
    const v1 = service.commit('v1');
    await opened.operations.ensureService({ spec: await specOf(service), initial: v1 }, signal);
    const file = join(service.home, 'dataplane-state.json');
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ targets: [{ running: v1 }, { running: null }] });
  });
});

describe('a check command', () => {
  it('ends with whoever asked for it', async () => {
    const v1 = service.commit('v1');
    await opened.operations.ensureService({ spec: await specOf(service), initial: v1 }, signal);
    const caller = new AbortController();
    const command = {
      service: SHOP,
      environment: 'production' as const,
      command: 'sleep 60 & sleep 60',
      timeoutSeconds: 60,
    };
    const running = opened.operations.runCommand(command, caller.signal);
    await until(() => opened.living().length === 2);
    caller.abort(new Error('gone'));
    await expect(running).rejects.toThrow('gone');
    expect(opened.living()).toHaveLength(1);
  });
});
