import type { TrustEntry } from '../contracts/trust-entry.ts';

export const isDeployed = ({ outcome }: TrustEntry): boolean => outcome === 'DEPLOYED';

/** Users met harm, or might have: it was rolled back, or could not be. */
export const isIncident = ({ outcome }: TrustEntry): boolean =>
  outcome === 'ROLLED_BACK' || outcome === 'ROLLBACK_FAILED';

/** The author's own work was not good enough. What people, time or a fault ended says nothing of it. */
export const isFailure = (entry: TrustEntry): boolean => entry.outcome === 'REJECTED' || isIncident(entry);
