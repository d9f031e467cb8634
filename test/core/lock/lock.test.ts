import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Terminal } from '../../../core/contracts/errors.ts';
import { FREE_LOCK, lock, type LockRequest, type LockState } from '../../../core/lock/lock.ts';
import { releaseIdOf } from '../../contracts/samples.ts';

const [a, b, c] = [1, 2, 3].map(releaseIdOf) as [Id, Id, Id];
type Id = ReturnType<typeof releaseIdOf>;
const take = (releaseId: Id, now = 0): LockRequest => ({ kind: 'TAKE', releaseId, now });
const release = (releaseId: Id, now = 0): LockRequest => ({ kind: 'RELEASE', releaseId, now });
const evict = (fence: number, now = 0): LockRequest => ({ kind: 'EVICT', fence, now });
const run = (...requests: LockRequest[]) => {
  let state = FREE_LOCK;
  return requests.map((request) => {
    const step = lock(state, request);
    state = step.state;
    return step;
  });
};
const last = (...requests: LockRequest[]) => run(...requests).at(-1)!;

describe('lock: one deployment at a time (001-63, K16)', () => {
  it('gives a free lock at once, with fences from 1', () => {
    expect(last(take(a, 5))).toEqual({
      state: { holder: { releaseId: a, fence: 1, at: 5 }, nextFence: 2, queue: [] },
      result: { kind: 'ACQUIRED', fence: 1 },
    });
  });

  it('queues the others in the order of asking', () => {
    const { state, result } = last(take(a, 1), take(b, 2), take(c, 3));
    expect(result).toEqual({ kind: 'BUSY', holder: { releaseId: a, fence: 1, at: 1 }, position: 2 });
    expect(state.queue).toEqual([
      { releaseId: b, since: 2 },
      { releaseId: c, since: 3 },
    ]);
  });

  it('hands a lock that is given up to the first in line, from that moment on', () => {
    const { state, result } = last(take(a, 1), take(b, 2), release(a, 9));
    expect(result).toEqual({ kind: 'GIVEN_UP' });
    expect(state.holder).toEqual({ releaseId: b, fence: 2, at: 9 });
    expect(last(take(a, 1), take(b, 2), evict(1, 9))).toEqual({ state, result });
  });

  it.each<[string, LockRequest]>([
    ['eviction by an older fence', evict(1)],
    ['eviction by a fence to come', evict(3)],
    ['release by a stranger', release(c)],
    ['release by one that was evicted', release(a)],
  ])('%s changes nothing', (_, request) => {
    const steps = run(take(a), evict(1), take(b), request);
    expect(steps[3]).toEqual({ state: steps[2]!.state, result: { kind: 'UNCHANGED' } });
  });

  it('a waiter that leaves keeps the others in order', () => {
    const steps = run(take(a), take(b), take(c), release(b), take(c));
    expect(steps[3]!.result).toEqual({ kind: 'LEFT' });
    expect(steps[4]!.result).toMatchObject({ kind: 'BUSY', position: 1 });
  });
});

describe('lock: any trace of requests', () => {
  const id = fc.integer({ min: 1, max: 5 }).map(releaseIdOf);
  const request: fc.Arbitrary<LockRequest> = fc.oneof(
    { weight: 4, arbitrary: id.map((one) => take(one)) },
    { weight: 2, arbitrary: id.map((one) => release(one)) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 8 }).map((fence) => evict(fence)) },
  );
  const traces = fc.array(request, { maxLength: 60 }).map((all) => all.map((r, now) => ({ ...r, now })));
  /** Everybody whom the state knows, in the order of their turn. */
  const turns = (state: LockState) => [
    ...(state.holder ? [state.holder.releaseId] : []),
    ...state.queue.map((waiter) => waiter.releaseId),
  ];
  const eachStep = (check: (before: LockState, request: LockRequest, step: ReturnType<typeof lock>) => void) =>
    fc.assert(
      fc.property(traces, (trace) => {
        let state = FREE_LOCK;
        for (const one of trace) {
          const step = lock(state, one);
          check(state, one, step);
          state = step.state;
        }
      }),
      { numRuns: 500 },
    );

  it('nobody waits for a free lock, and nobody has two places', () => {
    eachStep((_, __, { state }) => {
      if (state.holder === null) expect(state.queue).toEqual([]);
      expect(new Set(turns(state)).size).toBe(turns(state).length);
    });
  });

  it('a new holder has a larger fence than every holder before it', () => {
    eachStep((before, _, { state }) => {
      const isNew = state.holder !== null && state.holder.fence !== before.holder?.fence;
      if (isNew) expect(state.holder!.fence).toBe(before.nextFence);
      expect(state.nextFence).toBe(before.nextFence + (isNew ? 1 : 0));
    });
  });

  it('nobody is lost or overtaken: only the one who leaves leaves, only the one who asks is added, at the end', () => {
    eachStep((before, one, { state }) => {
      const was = turns(before);
      const expected =
        one.kind === 'TAKE'
          ? [...was, ...(was.includes(one.releaseId) ? [] : [one.releaseId])]
          : one.kind === 'RELEASE'
            ? was.filter((releaseId) => releaseId !== one.releaseId)
            : was.filter((releaseId) => !(before.holder?.fence === one.fence && releaseId === before.holder.releaseId));
      expect(turns(state)).toEqual(expected);
    });
  });

  it('a request that is sent again changes nothing', () => {
    eachStep((_, one, { state, result }) => {
      const again = lock(state, one);
      expect(again.state).toEqual(state);
      if (one.kind === 'TAKE') expect(again.result).toEqual(result);
    });
  });

  it('take says what the state says', () => {
    eachStep((_, one, { state, result }) => {
      if (one.kind !== 'TAKE') return;
      const position = turns(state).indexOf(one.releaseId);
      if (position === 0) expect(result).toEqual({ kind: 'ACQUIRED', fence: state.holder!.fence });
      else expect(result).toEqual({ kind: 'BUSY', holder: state.holder, position });
    });
  });
});

it('a request nobody knows is a fault, not silence', () => {
  expect(() => lock(FREE_LOCK, { kind: 'STEAL' } as never)).toThrow(Terminal);
});
