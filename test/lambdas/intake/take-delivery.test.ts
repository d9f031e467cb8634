import { describe, expect, it } from '@jest/globals';
import { InvalidInput, Terminal, Transient } from '../../../core/contracts/errors.ts';
import type { Deliveries } from '../../../lambdas/intake/deliveries.ts';
import { handedDeliverySchema } from '../../../lambdas/intake/handed-delivery.ts';
import type { PullRequestDelivery } from '../../../lambdas/intake/pull-request-delivery.ts';
import { createTakeDelivery } from '../../../lambdas/intake/take-delivery.ts';
import { commitOf } from '../../contracts/samples.ts';
import { fixedClock } from '../../support/fixed-clock.ts';

const handed = {
  version: 1,
  key: 'c'.repeat(64),
  deliveryId: 'd-1',
  delivery: {
    ...{ owner: 'acme', name: 'shop', number: 17, base: commitOf(1), head: commitOf(7) },
    ...{ title: 'Faster', description: '', by: { login: 'ada', bot: false }, at: '2026-01-05T09:59:58.000Z' },
  },
} as const;

/** Deliveries in memory, by the words of the port. */
function deliveriesInMemory(): Deliveries & { readonly results: Map<string, string> } {
  const [claims, results] = [new Map<string, number>(), new Map<string, string>()];
  return {
    results,
    begin: async (key, _id, now) => {
      if (results.has(key)) return 'DONE';
      if (now < (claims.get(key) ?? 0)) return 'BUSY';
      claims.set(key, now + 60_000);
      return 'BEGUN';
    },
    finish: async (key, result) => void results.set(key, result),
  };
}

function world() {
  const accepted: PullRequestDelivery[] = [];
  const [clock, deliveries, state] = [fixedClock(), deliveriesInMemory(), { fails: null as Error | null }];
  const take = createTakeDelivery({
    ...{ clock, deliveries },
    accept: async (delivery) => {
      if (state.fails !== null) throw state.fails;
      accepted.push(delivery);
      return 'accepted: rel-1';
    },
  });
  return { accepted, clock, deliveries, state, take };
}

describe('a delivery that was handed over', () => {
  it('is taken once, whatever id it comes under', async () => {
    const { take, accepted, deliveries } = world();
    expect(await take(handed)).toBe('accepted: rel-1');
    expect(await take(handed)).toBe('ignored: this delivery was handled before');
    expect(await take({ ...handed, deliveryId: 'another' })).toMatch(/handled before/);
    expect(await take({ ...handed, key: 'd'.repeat(64) })).toBe('accepted: rel-1');
    expect(accepted).toEqual([handed.delivery, handed.delivery]);
    expect(deliveries.results.get(handed.key)).toBe('accepted: rel-1');
  });

  it('is tried again after a fault of ours, not while somebody else may have it', async () => {
    const { take, accepted, clock, state } = world();
    state.fails = new Transient('EventBridge');
    await expect(take(handed)).rejects.toThrow('EventBridge');
    state.fails = null;
    await expect(take(handed)).rejects.toThrow(Transient);
    clock.advance(60_000);
    expect(await take(handed)).toBe('accepted: rel-1');
    expect(accepted).toHaveLength(1);
  });

  it('is no result when the fault may pass, and one when it can never be accepted', async () => {
    const { take, state, deliveries } = world();
    state.fails = new Terminal('denied');
    await expect(take(handed)).rejects.toThrow(Terminal);
    expect(deliveries.results.size).toBe(0);
    state.fails = new InvalidInput('service: unknown');
    expect(await take({ ...handed, key: 'e'.repeat(64) })).toBe('refused: service: unknown');
  });
});

describe('what the step behind the webhook reads', () => {
  it('is what the webhook writes', () => expect(handedDeliverySchema.parse(handed)).toEqual(handed));

  const { delivery } = handed;
  it.each([
    ['nothing', {}],
    ['another version', { ...handed, version: 2 }],
    ['no digest', { ...handed, key: 'c' }],
    ['an odd delivery id', { ...handed, deliveryId: 'a b' }],
    ['more than it knows', { ...handed, secret: 's' }],
    ['a head that is no commit', { ...handed, delivery: { ...delivery, head: 'HEAD' } }],
    ['no number', { ...handed, delivery: { ...delivery, number: 0 } }],
    ['nobody', { ...handed, delivery: { ...delivery, by: { login: '', bot: false } } }],
    ['a long description', { ...handed, delivery: { ...delivery, description: 'x'.repeat(10_001) } }],
    ['no time', { ...handed, delivery: { ...delivery, at: 'yesterday' } }],
  ])('%s is refused', (_name, value) => expect(handedDeliverySchema.safeParse(value).success).toBe(false));
});
