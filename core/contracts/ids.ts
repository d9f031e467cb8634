import * as z from 'zod';

/** Ids are branded strings: one kind of id is never taken for another. Each schema bounds length and alphabet. */
export const releaseIdSchema = z
  .string()
  .regex(/^rel-[0-9a-f]{20}$/, 'expected "rel-" and 20 hex digits')
  .brand('ReleaseId');
export type ReleaseId = z.infer<typeof releaseIdSchema>;

/** Full SHA-1 of a git commit, lower-case hex. */
export const commitShaSchema = z
  .string()
  .regex(/^[0-9a-f]{40}$/, 'expected a full commit id of 40 hex digits')
  .brand('CommitSha');
export type CommitSha = z.infer<typeof commitShaSchema>;

/** `sha256:` and 64 hex digits: of an artifact, a config, a policy set or an audit record. */
export const digestSchema = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'expected "sha256:" and 64 hex digits')
  .brand('Digest');
export type Digest = z.infer<typeof digestSchema>;

export const serviceNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and "-", starting with a letter, at most 40')
  .brand('ServiceName');
export type ServiceName = z.infer<typeof serviceNameSchema>;

/** Key of a stored blob: slash-separated plain segments, so it can never leave its store. */
export const blobKeySchema = z
  .string()
  .max(300)
  .regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/, 'expected plain path segments')
  .brand('BlobKey');
export type BlobKey = z.infer<typeof blobKeySchema>;

/** Bounded text from outside: at most `max` UTF-16 units, control characters other than tab and newline refused. */
export const untrustedText = (max: number) =>
  z
    .string()
    .max(max)

    .regex(/^[^\u0000-\u0008\u000b-\u001f\u007f]*$/, 'expected text without control characters')
    .refine((text) => text.isWellFormed(), 'expected well-formed Unicode');

/** Instant as ISO 8601 in UTC with milliseconds, the only way time is written down. */
export const instantSchema = z.iso.datetime({ precision: 3 });
