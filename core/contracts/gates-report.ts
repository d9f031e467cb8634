import * as z from 'zod';
import { gateRunSchema } from './gate-result.ts';
import { blobKeySchema, commitShaSchema, digestSchema, releaseIdSchema, serviceNameSchema } from './ids.ts';

const hex256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');

/**
 * Everything of a build lies in one folder; its id comes as `<project>:<uuid>`. The project is a folder of its own, so
 * that the role of a project can be kept to it.
 */
const inBuild = (buildId: string, name: string) => blobKeySchema.parse(`builds/${buildId.replace(':', '/')}/${name}`);
export const buildReportKey = (buildId: string) => inBuild(buildId, 'gates.json');
export const buildRequestKey = (buildId: string) => inBuild(buildId, 'request.json');
export const buildArtifactKey = (buildId: string) => inBuild(buildId, 'artifact.zip');

/** What a build is asked for; written beside where it leaves its report. The gates' config is the base's, not the head's. */
export const buildRequestSchema = z.strictObject({
  buildId: z.string().min(1).max(300),
  releaseId: releaseIdSchema,
  service: serviceNameSchema,
  base: commitShaSchema,
  head: commitShaSchema,
});
export type BuildRequest = z.infer<typeof buildRequestSchema>;

/**
 * What a build leaves: what it was asked for, the gates' results, and the SHA-256 of the artifact that it stored. `image`
 * is the digest of the container image that the same build command left (IMAGE_FOLDER); null for a function.
 */
export const gatesReportSchema = z.strictObject({
  version: z.literal(1),
  request: buildRequestSchema,
  run: gateRunSchema,
  artifact: z.strictObject({ sha256: hex256, image: digestSchema.nullable().default(null) }).nullable(),
});
export type GatesReport = z.infer<typeof gatesReportSchema>;
