import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Version } from '../../../core/contracts/shift.ts';
import { emulatorEnvironment } from '../ministack.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const HERE = 'test/e2e-aws/release';

type Deployed = {
  /** Where the approval page and the webhook are. */
  readonly publicUrl: string;
};

/** `cdk bootstrap` and `cdk deploy` of the app and the example's stack, to the emulator. Throws with what they printed. */
export async function deploy(url: string, folder: string, githubApiUrl: string, initial: Version): Promise<Deployed> {
  const settings = join(folder, 'interlock.aws.yaml');
  writeFileSync(
    settings,
    [
      'mailFrom: interlock@shop.example',
      'repository: { kind: GITHUB, owner: acme, name: shop }',
      `githubApiUrl: ${githubApiUrl}`,
      'alarmMails: { page: [oncall@shop.example], ticket: [platform@shop.example] }',
    ].join('\n'),
  );
  const outputs = join(folder, 'outputs.json');
  const context = { config: `${HERE}/interlock.yaml`, aws: settings, emulator: 'true' };
  const words = Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const assembly = join(folder, 'cdk.out');
  const environment = {
    ...emulatorEnvironment(url),
    PATH: process.env['PATH']!,
    HOME: folder,
    SHOP_INITIAL: JSON.stringify(initial),
  };
  const cdk = (...words: string[]) => run(words, environment);
  // Once: bundling takes longer than deploying to the emulator.
  await cdk('synth', '--quiet', '--app', `node ${HERE}/app.ts`, '--output', assembly, ...words);
  await cdk('bootstrap', '--app', assembly, 'aws://000000000000/us-east-1');
  await cdk('deploy', '--app', assembly, '--all', '--require-approval', 'never', '--outputs-file', outputs);
  const { default: told } = (await import(outputs, { with: { type: 'json' } })) as {
    default: { Interlock: { PublicUrl: string } };
  };
  return { publicUrl: told.Interlock.PublicUrl };
}

function run(words: readonly string[], env: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, ['node_modules/aws-cdk/bin/cdk', ...words], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const keep = (text: Buffer) => void (said = (said + text.toString('utf8')).slice(-10_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`cdk ended with ${code}:\n${said}`))));
  });
}
