import { afterAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesized } from '../lib/synth.ts';
import { toolOf } from './python-venv.ts';

const folder = mkdtempSync(join(tmpdir(), 'interlock-cfn-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** AWS's own check of templates against the schemas of its resource types: exit code and what it says. */
function lint(file: string): Promise<{ readonly code: number; readonly said: string }> {
  const words = ['--non-zero-exit-code', 'error', '--regions', 'us-east-1', '--format', 'parseable', '--', file];
  return new Promise((resolve) =>
    execFile(toolOf('cfn-lint'), words, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
    ),
  );
}

const written = (name: string, template: object): string => {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(template));
  return file;
};

describe('cfn-lint', () => {
  it.each(['Interlock', 'Example'])(
    'has no error to tell of the template %s',
    async (name) => {
      const template = synthesized({ example: 'true' }).template(name).toJSON();
      expect(await lint(written(name, template))).toMatchObject({ code: 0 });
    },
    120_000,
  );

  it('tells one of a template that has one', async () => {
    const wrong = { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueNam: 'a' } } } };
    const { code, said } = await lint(written('wrong', wrong));
    expect(code).not.toBe(0);
    expect(said).toContain('QueueNam');
  }, 60_000);
});
