import type { History } from '../contracts/measurement.ts';
import type { TestId } from './spend.ts';

/** Below this a measured factor is taken as luck of the measurement. */
const NOTICEABLE = 1.15;
/** A factor measured from a finite past is uncertain itself. */
const SAFETY = 1.25;

export type Phi = Readonly<Record<'err' | 'p50' | 'p95' | 'p99' | 'latAbs', number>>;

/**
 * How many requests count as one because their events come in clumps that stay on one version (sticky sessions, an
 * instance that stalls): the measured factor of the past, 1 below 1.15, else times 1.25 (canary.md, *Dispersion*).
 * Requests that are assigned one by one carry no clumps of errors from one to the next.
 */
export function phiOf({ phi, assignment }: History): Phi {
  const factor = (raw: number | undefined) =>
    raw === undefined || !Number.isFinite(raw) || raw < NOTICEABLE ? 1 : raw * SAFETY;
  return {
    err: assignment === 'request' ? 1 : factor(phi?.err),
    p50: factor(phi?.p50),
    p95: factor(phi?.p95),
    p99: factor(phi?.p99),
    latAbs: factor(phi?.latAbs),
  };
}

/** The factor that a test counts with. */
export function phiFor(id: TestId, phi: Phi): number {
  switch (id) {
    case 'errRel':
    case 'errAbs':
    case 'catastrophic':
      return phi.err;
    case 'latAbs':
    case 'resp':
      return phi.latAbs;
    case 'p50':
    case 'p95':
    case 'p99':
      return phi[id];
  }
}
