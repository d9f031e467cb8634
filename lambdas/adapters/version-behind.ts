import { Terminal } from '../../core/contracts/errors.ts';
import type { Version } from '../../core/contracts/shift.ts';
import { versionOfDescription } from '../../core/contracts/target.ts';
import type { DeploymentDocuments } from './deployment-documents.ts';
import type { Platform } from './platform.ts';

/**
 * The commit that a published version was made of: as recorded when it was published, else as it says itself. Terminal
 * for a version that says nothing: what runs is then not known, which is not the same as nothing.
 */
export async function versionBehind(
  platform: Platform,
  documents: Pick<DeploymentDocuments, 'versions'>,
  version: string,
): Promise<Version> {
  if (version === '') throw new Terminal(`nobody knows which version of ${platform.name} serves`);
  const recorded = await documents.versions.get(platform.name, version);
  if (recorded !== null) return recorded;
  const described = versionOfDescription(await platform.description(version));
  if (described === null)
    throw new Terminal(
      `version ${version} of ${platform.name} was not published by Interlock: expected the description ` +
        '"interlock <commit> <digest>"',
    );
  return described;
}
