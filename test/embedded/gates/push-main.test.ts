import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitOf, digestOf, releaseIdOf } from '../../contracts/samples.ts';
import { serveJson, ServiceError, type Service } from '../../support/aws-double/json-service.ts';
import { writeOciLayout } from '../../support/oci-layout.ts';

const REPOSITORY = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop';

describe('pushing what a build left', () => {
  let out: string;
  let ecr: Service;
  let image: { readonly digest: string; readonly layers: readonly string[] };
  const layers = new Map<string, string>();
  const images = new Map<string, string>();
  beforeEach(async () => {
    out = mkdtempSync(join(tmpdir(), 'interlock-push-'));
    image = writeOciLayout(join(out, 'image'), ['one', 'two']);
    layers.clear();
    images.clear();
    const uploads: string[] = [];
    ecr = await serveJson({
      BatchCheckLayerAvailability: () => ({ layers: [] }),
      InitiateLayerUpload: () => ({ uploadId: String(uploads.push('') - 1), partSize: 2 }),
      UploadLayerPart: ({ uploadId, layerPartBlob }) => {
        uploads[Number(uploadId)] += Buffer.from(String(layerPartBlob), 'base64').toString();
        return {};
      },
      // As ECR does it: a layer is what its bytes say, and an image has layers that are there.
      CompleteLayerUpload: ({ uploadId, layerDigests }) => {
        const bytes = uploads[Number(uploadId)] ?? '';
        const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
        if ((layerDigests as string[])[0] !== digest) throw new ServiceError('InvalidLayerException');
        layers.set(digest, bytes);
        return {};
      },
      PutImage: ({ imageDigest, imageManifest }) => {
        const parsed = JSON.parse(String(imageManifest)) as { layers: { digest: string }[] };
        if (parsed.layers.some(({ digest }) => !layers.has(digest))) throw new ServiceError('LayersNotFoundException');
        images.set(String(imageDigest), String(imageManifest));
        return {};
      },
    });
  });
  afterEach(async () => {
    await ecr.close();
    rmSync(out, { recursive: true });
  });

  function push(reported: string, repositories: object): Promise<{ code: number; stderr: string }> {
    const commits = { base: commitOf(1), head: commitOf(2) };
    const request = { buildId: 'gates:1', releaseId: releaseIdOf(1), service: 'shop', ...commits };
    writeFileSync(join(out, 'request.json'), JSON.stringify(request));
    const run = { status: 'PASSED', summary: '', results: [] };
    const artifact = { sha256: 'a'.repeat(64), image: reported };
    writeFileSync(join(out, 'gates.json'), JSON.stringify({ version: 1, request, run, artifact }));
    const env = {
      PATH: process.env['PATH'],
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_ENDPOINT_URL_ECR: ecr.url,
      IMAGE_REPOSITORIES: JSON.stringify(repositories),
    };
    return new Promise((ended) =>
      execFile(
        process.execPath,
        ['embedded/gates/push-main.ts', join(out, 'request.json'), out],
        { env },
        (error, _stdout, stderr) => ended({ code: error === null ? 0 : Number(error.code), stderr }),
      ),
    );
  }

  it('brings all of it to the repository of the service', async () => {
    expect(await push(image.digest, { shop: REPOSITORY })).toMatchObject({ code: 0 });
    expect([...layers.values()]).toEqual(expect.arrayContaining(['one', 'two']));
    expect([...images.keys()]).toEqual([image.digest]);
  });

  it.each<[string, () => readonly [string, object], RegExp]>([
    [
      'another image than the report names',
      () => [digestOf(9), { shop: REPOSITORY }],
      /not the one that the report names/,
    ],
    ['an image of a service without a repository', () => [image.digest, {}], /no registered repository/],
    [
      'bytes that changed after they were checked',
      () => {
        writeFileSync(join(out, 'image/blobs/sha256', image.layers[0]!.slice(7)), 'onE');
        return [image.digest, { shop: REPOSITORY }];
      },
      /not what its digest says/,
    ],
  ])('%s fails the build, and nothing is pushed', async (_, prepare, why) => {
    const { code, stderr } = await push(...prepare());
    expect(code).not.toBe(0);
    expect(stderr).toMatch(why);
    expect(images.size).toBe(0);
  });
});
