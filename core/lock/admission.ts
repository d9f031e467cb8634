/** What take-lock sees when a release asks for its service. */
export type AdmissionFacts = {
  readonly stop: string | null;
  readonly killSwitch: string | null;
  readonly quarantine: string | null;
  readonly containsRunning: boolean;
  readonly waitedMs: number;
};

/** Longest wait for the lock: the polls of one execution must stay well under Step Functions' 25,000 history events. */
export const MAX_LOCK_WAIT_MS = 12 * 3_600_000;

export type Admission =
  | { readonly kind: 'ADMITTED' }
  | { readonly kind: 'REFUSED'; readonly why: string }
  | { readonly kind: 'STOPPED'; readonly why: string }
  | { readonly kind: 'EXPIRED'; readonly why: string };

/** Whether a release may (still) queue for its service. Asked at every poll: what runs may have changed meanwhile. */
export function admission(facts: AdmissionFacts): Admission {
  if (facts.stop !== null) return { kind: 'STOPPED', why: facts.stop };
  if (facts.killSwitch !== null) return { kind: 'REFUSED', why: `the kill switch is on: ${facts.killSwitch}` };
  if (facts.quarantine !== null) return { kind: 'REFUSED', why: `this artifact is in quarantine: ${facts.quarantine}` };
  if (!facts.containsRunning)
    return {
      kind: 'REFUSED',
      why: 'the head does not contain the commit that serves production now; rebase and submit again',
    };
  if (facts.waitedMs > MAX_LOCK_WAIT_MS)
    return { kind: 'EXPIRED', why: 'the lock of the service was not free within 12 hours' };
  return { kind: 'ADMITTED' };
}
