import { Terminal } from '../../core/contracts/errors.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { Release } from '../../core/contracts/release.ts';
import type { Ports, Settings } from '../ports.ts';
import { evidenceOf, type Evidence } from './evidence.ts';
import { recorder } from './recorder.ts';

export type ContextPorts = Pick<Ports, 'auditLog' | 'blobs' | 'releases' | 'settings' | 'clock'>;

/** What nearly every step begins with: the release, its evidence, the settings in force and a pen for the record. */
export type ReleaseContext = {
  readonly release: Release;
  readonly evidence: Evidence;
  readonly settings: Settings;
  readonly record: ReturnType<typeof recorder>;
};

export async function releaseContext(ports: ContextPorts, releaseId: ReleaseId, step: string): Promise<ReleaseContext> {
  const release = await ports.releases.get(releaseId);
  if (release === null) throw new Terminal(`release ${releaseId} is not known`);
  await ports.releases.setAt(releaseId, step);
  return {
    release,
    evidence: evidenceOf(ports.blobs, releaseId),
    settings: await ports.settings.current(),
    record: recorder(ports.auditLog, release),
  };
}

/** The configuration of the release's service; Terminal when the config no longer has it. */
export function serviceOf(settings: Settings, release: Release) {
  const service = settings.config.services[release.change.service];
  if (service === undefined) throw new Terminal(`service ${release.change.service} is not in the config any more`);
  return service;
}
