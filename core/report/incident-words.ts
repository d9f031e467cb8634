import { percent } from '../canary/figures.ts';
import type { Incident, IncidentShare } from '../contracts/incident.ts';

/** How a shift that became an incident ended, for headings. */
export const incidentResults: Readonly<Record<Incident['result'], string>> = {
  FAILED: 'rolled back',
  ROLLBACK_FAILED: 'ROLLBACK FAILED',
  FROZEN: 'TRAFFIC FROZEN, going back is not safe',
};

/** `3 of 900: 0.33 % (0.07 % to 0.97 %)`; what was not measured says so. */
export function shareText(share: IncidentShare | null | undefined): string {
  if (share === null || share === undefined) return 'not measured';
  const { events, of, rate, ci95 } = share;
  return rate === null
    ? 'no request'
    : `${events} of ${of}: ${percent(rate)} (${percent(ci95[0])} to ${percent(ci95[1])})`;
}
