import { Terminal } from '../../core/contracts/errors.ts';
import type { ReleaseId, ServiceName } from '../../core/contracts/ids.ts';
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

/** Only what the config itself names: every object also has a `constructor`, which is a valid name of a service. */
export function hasService({ config }: Settings, name: ServiceName): boolean {
  return Object.hasOwn(config.services, name);
}

/** The configuration of the release's service; Terminal when the config no longer has it. */
export function serviceOf(settings: Settings, release: Release) {
  const { service: name } = release.change;
  const service = hasService(settings, name) ? settings.config.services[name] : undefined;
  if (service === undefined) throw new Terminal(`service ${release.change.service} is not in the config any more`);
  return service;
}
