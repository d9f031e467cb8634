import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';

/** Writes the layout of an image with these layers, as a build tool does; with several platforms there is an index. */
export function writeOciLayout(
  folder: string,
  layers: readonly string[],
  { platforms = 1, mediaType = MANIFEST } = {},
): { readonly digest: string; readonly layers: readonly string[] } {
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const put = (content: string, type: string) => {
    const hex = createHash('sha256').update(content).digest('hex');
    writeFileSync(join(folder, 'blobs/sha256', hex), content);
    return { mediaType: type, digest: `sha256:${hex}`, size: Buffer.byteLength(content) };
  };
  const putLayer = (content: string) => put(content, 'application/vnd.oci.image.layer.v1.tar+gzip');
  const descriptors = layers.map(putLayer);
  const manifests = Array.from({ length: platforms }, (_, i) => {
    const config = put(JSON.stringify({ architecture: `a${i}` }), 'application/vnd.oci.image.config.v1+json');
    return put(JSON.stringify({ schemaVersion: 2, mediaType, config, layers: descriptors }), mediaType);
  });
  const image = platforms === 1 ? manifests[0]! : put(JSON.stringify({ schemaVersion: 2, manifests }), INDEX);
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [image] }));
  return { digest: image.digest, layers: descriptors.map(({ digest }) => digest) };
}
