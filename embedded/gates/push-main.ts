/**
 * Brings the image that a build left into the service's repository (lib/constructs/gates-buildspec.ts). It runs after
 * everything of the checkout has ended, and checks the bytes again: what is pushed is what the report names, or the
 * build fails and nothing of it can be deployed.
 */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { buildRequestSchema, gatesReportSchema } from '../../core/contracts/gates-report.ts';
import { pushImage } from '../../lambdas/adapters/push-image.ts';
import { ecrClient } from '../../lambdas/kit/ecs-clients.ts';
import { imageRepository } from './image-repository.ts';
import { readOciLayout } from './oci-layout.ts';

async function main([requestFile, out]: readonly string[]): Promise<void> {
  if (!requestFile || !out) throw new InvalidInput('expected two arguments: request, folder of the results');
  const { service } = buildRequestSchema.parse(JSON.parse(await readFile(requestFile, 'utf8')));
  const { artifact } = gatesReportSchema.parse(JSON.parse(await readFile(join(out, 'gates.json'), 'utf8')));
  const repository = imageRepository(service);
  if (repository === null) throw new InvalidInput(`${service} built an image and has no registered repository`);
  const layout = await readOciLayout(join(out, 'image'), null);
  if (layout.digest !== artifact?.image) throw new InvalidInput(`the image is not the one that the report names`);
  await pushImage(ecrClient(), repository, layout, readPart);
}

async function readPart(file: string, from: number, to: number): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const part = Buffer.alloc(to - from + 1);
    const { bytesRead } = await handle.read(part, 0, part.length, from);
    return part.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

await main(process.argv.slice(2));
