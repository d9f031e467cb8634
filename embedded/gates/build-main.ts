/**
 * One gate run in a build machine (lib/constructs/gates-buildspec.ts): reads its request and the config, runs the gates
 * on the repository that is there, and leaves `gates.json` in a folder and, when they passed, `artifact.zip` beside it
 * with the key it belongs under, and the container image in `image` when one was built. Its exit code says only whether it could do that; how the gates went says the report.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { configSchema, type Config } from '../../core/contracts/config.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { GateRun } from '../../core/contracts/gate-result.ts';
import {
  artifactKey,
  buildRequestSchema,
  gatesReportSchema,
  type GatesReport,
} from '../../core/contracts/gates-report.ts';
import { buildArtifact, type BuiltArtifact } from './build-artifact.ts';
import { imageRepository } from './image-repository.ts';
import { createRunFolder, removeRunFolder } from './run-folder.ts';
import { runGates } from './run-gates.ts';

type Request = z.infer<typeof buildRequestSchema>;
type Built = { readonly run: GateRun; readonly built: BuiltArtifact | null };

async function main([requestFile, configFile, repository, out]: readonly string[]): Promise<void> {
  if (!requestFile || !configFile || !repository || !out)
    throw new InvalidInput('expected four arguments: request, config, repository, folder of the results');
  const request = buildRequestSchema.parse(JSON.parse(await readFile(requestFile, 'utf8')));
  const config = configSchema.parse(JSON.parse(await readFile(configFile, 'utf8')));
  await mkdir(out, { recursive: true });
  const folder = await createRunFolder(out);
  try {
    const { run, built } = await build(request, config, repository, folder);
    const report: GatesReport = {
      version: 1,
      head: request.head,
      run,
      artifact:
        built === null ? null : { sha256: createHash('sha256').update(built.zip).digest('hex'), image: built.image },
    };
    if (built !== null) {
      await writeFile(join(out, 'artifact.zip'), built.zip);
      await writeFile(join(out, 'artifact-key'), artifactKey(request.service, request.head));
      if (built.image !== null) await rename(join(folder, 'image'), join(out, 'image'));
    }
    await writeFile(join(out, 'gates.json'), JSON.stringify(gatesReportSchema.parse(report)));
  } finally {
    await removeRunFolder(folder);
  }
}

/** A commit without an artifact cannot be deployed: what cannot be built has not passed. */
async function build(request: Request, config: Config, repository: string, folder: string): Promise<Built> {
  const { base, head, service } = request;
  const maxDiffBytes = Math.floor(config.limits.diffMb * 1024 * 1024);
  const { signal } = new AbortController();
  const run = await runGates({ repository, base, head, gates: config.gates, maxDiffBytes }, folder, signal);
  if (run.status !== 'PASSED') return { run, built: null };
  if (!Object.hasOwn(config.services, service)) return failed(run, `the config has no service ${service}`);
  try {
    const built = await buildArtifact(repository, head, config.services[service]?.build, folder);
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
