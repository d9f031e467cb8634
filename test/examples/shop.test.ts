import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { parse } from 'yaml';
import { configSchema } from '../../core/contracts/config.ts';
import { makeShop, type ChangeName } from '../../examples/make-shop.ts';
import { CHANGES, servedShop } from './served-shop.ts';

const run = promisify(execFile);
let served: Awaited<ReturnType<typeof servedShop>>;
beforeAll(async () => void (served = await servedShop()));
afterAll(() => served.end());

describe('the sample shop', () => {
  it('is a clean repository with a branch of one commit for each change, the same at every run', async () => {
    expect(await served.git('status', '--porcelain')).toBe('');
    expect(Object.keys(served.shop.changes).sort()).toEqual([...CHANGES].sort());
    for (const { branch, head, title, author } of Object.values(served.shop.changes)) {
      const [line] = (await served.git('log', '--format=%H|%P|%s|%ae', `main..${branch}`)).split('\n');
      expect(line).toBe(`${head}|${served.shop.main}|${title}|${author.email}`);
    }
    const again = await makeShop(join(served.folder, 'again'));
    expect(again.changes).toEqual(served.shop.changes);
    await expect(makeShop(join(served.folder, 'again'))).rejects.toThrow('expected an empty folder');
  });

  it('touches what the name of each change says', async () => {
    const files = async (name: ChangeName) =>
      (await served.git('diff', '--name-only', `main...${served.shop.changes[name].branch}`)).trim().split('\n');
    expect(await files('docs-only')).toEqual(['docs/operations.md']);
    expect(await files('schema-migration')).toContain('migrations/002_discontinued.sql');
    expect(await files('leaked-credential')).toContain('config/export.env');
    expect(await files('good')).toEqual(['README.md', 'src/products.js', 'test/products.test.js']);
  });

  it('has what looks like credentials in the made repository only', async () => {
    const secret = /AKIA[A-Z2-7]{16}\nAWS_SECRET_ACCESS_KEY=[A-Za-z0-9/+]{40}\n/;
    expect(await served.git('show', `${served.shop.changes['leaked-credential'].branch}:config/export.env`)).toMatch(
      secret,
    );
    const source = await readFile('examples/changes/leaked-credential/files/config/export.env', 'utf8');
    expect(source).not.toMatch(/AKIA|[A-Za-z0-9/+]{40}/);
  });

  it.each(['main', ...CHANGES] as const)(
    '%s passes its own gates: syntax and tests with a JUnit report',
    async (name) => {
      const cwd = await served.checkout(name);
      const config = configSchema.parse(parse(await readFile('examples/interlock.yaml', 'utf8')));
      const env = { PATH: process.env.PATH };
      for (const stage of config.gates.stages)
        for (const gate of stage.gates) if ('command' in gate) await run('sh', ['-c', gate.command], { cwd, env });
      const junit = new XMLParser({ ignoreAttributes: false }).parse(
        await readFile(join(cwd, 'test-results.xml'), 'utf8'),
      );
      expect(junit.testsuites.testcase.length).toBeGreaterThanOrEqual(11);
    },
  );

  it.each(['main', ...CHANGES] as const)('%s passes the staging checks of interlock.yaml', async (name) => {
    const url = await served.serve(name);
    const text = await readFile('examples/interlock.yaml', 'utf8');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../docs/interlock.schema.json');
    const checks = configSchema.parse(parse(text)).services['shop' as never]?.checks ?? [];
    expect(checks).toHaveLength(5);
    for (const check of checks) {
      if (!('path' in check)) throw new Error(`${check.name}: expected an HTTP check`);
      const answer = await fetch(url + check.path);
      expect([check.name, answer.status]).toEqual([check.name, check.expectStatus]);
      expect(await answer.text()).toContain(check.expectBody ?? '');
    }
  });
});
