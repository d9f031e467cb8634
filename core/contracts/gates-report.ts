import { z } from 'zod';
import { gateRunSchema } from './gate-result.ts';
import { blobKeySchema, commitShaSchema, digestSchema, releaseIdSchema, serviceNameSchema } from './ids.ts';

const hex256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');

/** The part of a build's id that may be a blob's key: it comes as `<project>:<uuid>`. */
export function buildFolder(buildId: string): string {
  return `builds/${buildId.slice(buildId.lastIndexOf(':') + 1)}`;
}
export const buildReportKey = (buildId: string) => blobKeySchema.parse(`${buildFolder(buildId)}/gates.json`);
export const buildRequestKey = (buildId: string) => blobKeySchema.parse(`${buildFolder(buildId)}/request.json`);
export const artifactKey = (service: string, commit: string) =>
  blobKeySchema.parse(`artifacts/${service}/${commit}.zip`);

/** What a build is asked for; written beside where it leaves its report. The gates' config is the base's, not the head's. */
export const buildRequestSchema = z.strictObject({
  releaseId: releaseIdSchema,
  service: serviceNameSchema,
  base: commitShaSchema,
  head: commitShaSchema,
});

/**
 * What a build leaves: the gates' results of one head and the SHA-256 of the artifact that it stored. `image` is the
 * digest of the container image that the same build command left (IMAGE_FOLDER); null for a function.
 */
export const gatesReportSchema = z.strictObject({
  version: z.literal(1),
  head: commitShaSchema,
  run: gateRunSchema,
  artifact: z.strictObject({ sha256: hex256, image: digestSchema.nullable().default(null) }).nullable(),
});
export type GatesReport = z.infer<typeof gatesReportSchema>;
