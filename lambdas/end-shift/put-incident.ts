import type { ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import { incidentPacket, type ShiftEnding } from '../../core/report/incident-packet.ts';
import type { ReleaseContext } from '../kit/release-context.ts';

/** Leaves the packet of an incident, where the shift ended as one. The first stands: a repeated call sees other checks. */
export async function putIncident(
  { release, evidence }: ReleaseContext,
  shift: ShiftEvidence,
  ending: ShiftEnding,
): Promise<void> {
  const incident = incidentPacket(release, shift, ending);
  if (incident !== null && (await evidence.find('incident')) === null) await evidence.put('incident', incident);
}
