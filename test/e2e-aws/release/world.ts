import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitHubVcs } from '../../../lambdas/adapters/github-vcs.ts';
import { synthesized } from '../../lib/synth.ts';
import { accessTo } from '../../support/github-double/access-to.ts';
import { startGitHubDouble } from '../../support/github-double/github-double.ts';
import { emulatorEnvironment, startMinistack } from '../ministack.ts';
import { buildPath } from './build-image/make-path.ts';
import { deploy } from './deploy.ts';
import { startDoubles } from './doubles.ts';
import { fastTime, SPEED } from './fast-time.ts';
import { shopRepository } from './shop-repository.ts';
import { createTraffic } from './traffic.ts';

export const SOURCE = { kind: 'GITHUB', owner: 'acme', name: 'shop' } as const;
export const WEBHOOK_SECRET = 'what GitHub and we know';

/** The whole AWS shape on this machine: the emulator with the real app deployed to it, and what it lacks beside it. */
export async function startWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'interlock-release-'));
  const time = fastTime();
  const repository = shopRepository();
  const github = await startGitHubDouble(repository.path);
  const image = buildPath();
  const traffic = createTraffic(time.now);
  const synth = synthesized({ example: 'true' });
  const doubles = await startDoubles({
    now: time.now,
    traffic,
    templates: [synth.template('Interlock'), synth.template('Example')],
    repository: repository.path,
    path: image.path,
  });
  const ministack = await startMinistack({
    waitScale: 1 / SPEED,
    environment: { ...doubles.environment, ...time.environment },
    logName: 'ministack-release',
  });
  const close = async () => {
    await ministack.stop();
    await doubles.close();
    await github.end();
    repository.remove();
    for (const path of [folder, image.folder]) rmSync(path, { recursive: true, force: true });
  };
  try {
    const digest = await createGitHubVcs(accessTo(github)).digestOf(SOURCE, repository.initial);
    const { publicUrl } = await deploy(ministack.url, folder, github.url, { commit: repository.initial, digest });
    await doubles.connect(ministack.url, emulatorEnvironment(ministack.url));
    for (const environment of ['production', 'staging']) traffic.serves(`guarded-shop-${environment}`, 'live', '1');
    await putSecrets(ministack.url, github.secret);
    return {
      ...time,
      url: ministack.url,
      log: ministack.log,
      publicUrl,
      repository,
      github,
      traffic,
      doubles,
      folder,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
export type World = Awaited<ReturnType<typeof startWorld>>;

/** What the platform team puts in by hand (docs/deploy-aws.md). */
async function putSecrets(endpoint: string, app: string): Promise<void> {
  const client = new SecretsManagerClient({ endpoint });
  const put = (SecretId: string, SecretString: string) =>
    client.send(new PutSecretValueCommand({ SecretId, SecretString }));
  await put('interlock/github-app', app);
  await put('interlock/github-webhook', WEBHOOK_SECRET);
  client.destroy();
}
