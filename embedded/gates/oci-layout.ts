import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { digestSchema, type Digest } from '../../core/contracts/ids.ts';
import type { GateUser } from './gate-user.ts';

/** More than images have; without a limit a layout could keep the build busy for good. */
const MOST_BLOBS = 300;
const MOST_BYTES = 10 * 1024 ** 3;
/** ECR takes no larger manifest. */
const MOST_MANIFEST_BYTES = 4 * 1024 ** 2;

const descriptorSchema = z.object({
  mediaType: z.string().min(1).max(200),
  digest: digestSchema,
  size: z.int().nonnegative(),
});
type Descriptor = z.infer<typeof descriptorSchema>;
const indexSchema = z.object({ manifests: z.array(descriptorSchema).min(1).max(20) });
const manifestSchema = z.object({ config: descriptorSchema, layers: z.array(descriptorSchema).max(200) });

const INDEXES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const MANIFESTS = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

export type OciLayout = {
  /** Of the image: what a registry will know it by. */
  readonly digest: Digest;
  /** In the order in which a registry takes them: what is referred to comes first. */
  readonly manifests: readonly { readonly digest: Digest; readonly mediaType: string; readonly content: string }[];
  readonly blobs: readonly { readonly digest: Digest; readonly size: number; readonly file: string }[];
};

/**
 * Reads an OCI image layout of exactly one image, of one or more platforms, and checks every byte against its digest.
 * Every file must belong to the user whose command left it; null where commands run as the login.
 * InvalidInput for anything else: the folder was written by the code that is judged.
 */
export async function readOciLayout(folder: string, user: GateUser | null): Promise<OciLayout> {
  const { manifests: top } = parse(indexSchema, await readPlain(join(folder, 'index.json'), user), 'index.json');
  const [image, ...others] = top;
  if (image === undefined || others.length > 0)
    throw new InvalidInput(`index.json: found ${top.length} images; expected one`);
  const manifests: OciLayout['manifests'][number][] = [];
  const blobs = new Map<Digest, OciLayout['blobs'][number]>();

  const takeBlob = async ({ digest, size }: Descriptor) => {
    if (blobs.has(digest)) return;
    const file = fileOf(folder, digest);
    await checkFile(file, { digest, size }, user);
    blobs.set(digest, { digest, size, file });
    const bytes = [...blobs.values()].reduce((sum, blob) => sum + blob.size, 0);
    if (blobs.size > MOST_BLOBS || bytes > MOST_BYTES)
      throw new InvalidInput(`image: found more than ${MOST_BLOBS} blobs or ${MOST_BYTES} bytes`);
  };
  const takeManifest = async (descriptor: Descriptor, depth: number): Promise<void> => {
    const { digest, mediaType, size } = descriptor;
    if (manifests.some((known) => known.digest === digest)) return;
    if (size > MOST_MANIFEST_BYTES) throw new InvalidInput(`manifest ${digest}: found ${size} bytes`);
    await checkFile(fileOf(folder, digest), descriptor, user);
    const content = await readPlain(fileOf(folder, digest), user);
    if (INDEXES.includes(mediaType) && depth === 0)
      for (const part of parse(indexSchema, content, digest).manifests) await takeManifest(part, depth + 1);
    else if (MANIFESTS.includes(mediaType)) {
      const { config, layers } = parse(manifestSchema, content, digest);
      for (const blob of [config, ...layers]) await takeBlob(blob);
    } else throw new InvalidInput(`manifest ${digest}: found the type ${JSON.stringify(mediaType)}`);
    manifests.push({ digest, mediaType, content });
  };
  await takeManifest(image, 0);
  return { digest: image.digest, manifests, blobs: [...blobs.values()] };
}

const fileOf = (folder: string, digest: Digest): string =>
  join(folder, 'blobs', 'sha256', digest.slice('sha256:'.length));

async function checkFile(
  file: string,
  { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
  user: GateUser | null,
): Promise<void> {
  const stat = await plainFile(file, user);
  if (stat === null) throw new InvalidInput(`image: ${digest} is missing`);
  const hash = createHash('sha256');
  if (stat.size === size) for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  if (stat.size !== size || `sha256:${hash.digest('hex')}` !== digest)
    throw new InvalidInput(`image: the bytes of ${digest} are not what its digest says`);
}

/** A link, and another user's file that was linked or is reached by a link, would be read from outside of the folder. */
async function plainFile(file: string, user: GateUser | null) {
  const stat = await lstat(file).catch(() => null);
  return stat?.isFile() === true && (user === null || stat.uid === user.uid) ? stat : null;
}

async function readPlain(file: string, user: GateUser | null): Promise<string> {
  const stat = await plainFile(file, user);
  if (stat === null || stat.size > MOST_MANIFEST_BYTES)
    throw new InvalidInput('image: expected an OCI image layout with an index.json');
  return readFile(file, 'utf8');
}

function parse<T>(schema: z.ZodType<T>, text: string, what: string): T {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // Said below.
  }
  throw new InvalidInput(`image: ${what} is no manifest of an image`);
}
