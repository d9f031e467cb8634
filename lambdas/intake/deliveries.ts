/**
 * What became of each signed webhook, by the digest of its body: a delivery is handled once, however often and under
 * whatever delivery id it comes. Records are kept longer than a delivery counts as fresh.
 */
export interface Deliveries {
  /** BEGUN: the caller handles it now. BUSY: somebody else does, or died with it less than a minute ago. */
  begin(key: string, deliveryId: string, now: number): Promise<'BEGUN' | 'BUSY' | 'DONE'>;
  /** `result` says for people what became of it. */
  finish(key: string, result: string): Promise<void>;
}
