/**
 * One gate run in a build machine (lib/constructs/gates-buildspec.ts): reads its request and the config, runs the gates
 * on the repository that is there, and leaves `gates.json` in a folder and, when they passed, `artifact.zip` beside it,
 * and the container image in `image` when one was built. Its exit code says only whether it could do that; how the gates
 * went says the report.
 *
 * Commands of the change run as the user that it is told (`uid:gid`), so that they can write nothing of that; `self` is
 * the user it runs as.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configSchema, type Config } from '../../core/contracts/config.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { GateRun } from '../../core/contracts/gate-result.ts';
import {
  buildRequestSchema,
  gatesReportSchema,
  type BuildRequest,
  type GatesReport,
} from '../../core/contracts/gates-report.ts';
import { buildArtifact, type BuiltArtifact } from './build-artifact.ts';
import { endUser } from './end-user.ts';
import type { GateUser } from './gate-user.ts';
import { imageRepository } from './image-repository.ts';
import { createRunFolder, removeRunFolder } from './run-folder.ts';
import { runGates } from './run-gates.ts';

type Place = { readonly repository: string; readonly folder: string; readonly user: GateUser | null };
type Built = { readonly run: GateRun; readonly built: BuiltArtifact | null };

async function main([requestFile, configFile, repository, out, as]: readonly string[]): Promise<void> {
  if (!requestFile || !configFile || !repository || !out || !as)
    throw new InvalidInput('expected five arguments: request, config, repository, folder of the results, user');
  const user = userOf(as);
  const request = buildRequestSchema.parse(JSON.parse(await readFile(requestFile, 'utf8')));
  const config = configSchema.parse(JSON.parse(await readFile(configFile, 'utf8')));
  await mkdir(out, { recursive: true });
  const folder = await createRunFolder(out, user);
  try {
    const { run, built } = await build(request, config, { repository, folder, user });
    const report: GatesReport = {
      version: 1,
      request,
      run,
      artifact:
        built === null ? null : { sha256: createHash('sha256').update(built.zip).digest('hex'), image: built.image },
    };
    if (built !== null) {
      await writeFile(join(out, 'artifact.zip'), built.zip);
      if (built.image !== null) await rename(join(folder, 'image'), join(out, 'image'));
    }
    await writeFile(join(out, 'gates.json'), JSON.stringify(gatesReportSchema.parse(report)));
  } finally {
    if (user !== null) await endUser(user);
    await removeRunFolder(folder);
  }
}

function userOf(text: string): GateUser | null {
  if (text === 'self') return null;
  const [, uid, gid] = /^([1-9]\d{0,9}):([1-9]\d{0,9})$/.exec(text) ?? [];
  if (uid === undefined) throw new InvalidInput('user: expected "self" or "uid:gid", neither of them 0');
  return { uid: Number(uid), gid: Number(gid) };
}

/** A commit without an artifact cannot be deployed: what cannot be built has not passed. */
async function build(request: BuildRequest, config: Config, { repository, folder, user }: Place): Promise<Built> {
  const { base, head, service } = request;
  const maxDiffBytes = Math.floor(config.limits.diffMb * 1024 * 1024);
  const { signal } = new AbortController();
  const run = await runGates({ repository, base, head, gates: config.gates, maxDiffBytes }, folder, signal, user);
  if (run.status !== 'PASSED') return { run, built: null };
  if (!Object.hasOwn(config.services, service)) return failed(run, `the config has no service ${service}`);
  try {
    const built = await buildArtifact(repository, head, config.services[service]?.build, folder, user);
    if ((built.image !== null) !== (imageRepository(service) !== null))
      return failed(
        run,
        built.image === null ? 'the build command left no image' : 'there is no repository for its image',
      );
    // The summary goes into the audit log: what is tried, approved and deployed is this image.
    return { run: built.image === null ? run : { ...run, summary: `${run.summary}; image ${built.image}` }, built };
  } catch (error) {
    if (error instanceof InvalidInput) return failed(run, error.message);
    throw error;
  }
}

const failed = (run: GateRun, why: string): Built => ({
  run: { ...run, status: 'FAILED', summary: `no artifact: ${why}`.slice(0, 1000) },
  built: null,
});

await main(process.argv.slice(2));
