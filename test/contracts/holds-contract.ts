import { describe, expect, it } from '@jest/globals';
import { InvalidInput, Transient } from '../../core/contracts/errors.ts';
import type { Holds } from '../../lambdas/ports.ts';
import { withAdapter, type AdapterUnderTest, type MakeAdapter } from './adapter-under-test.ts';
import { hold, releaseIdOf } from './samples.ts';

/** `answers`: what task tokens were answered with, in order. While `fail` is set, answering fails with its text. */
export type HoldsUnderTest = AdapterUnderTest<Holds> & {
  readonly answers: { readonly token: string; readonly word: unknown }[];
  readonly fault: { fail: string | null };
};

/** Every adapter of Holds passes this. */
export function holdsContract(name: string, make: MakeAdapter<HoldsUnderTest>): void {
  const on = withAdapter(make);
  const approved = { answer: 'APPROVED', by: 'ada', reason: 'looks right' } as const;
  const cancelled = { answer: 'CANCELLED', by: 'bob', reason: 'no' } as const;
  const proceed = { next: 'TIME_LOCK', answer: 'APPROVED' };

  describe(`Holds contract: ${name}`, () => {
    it(
      'opens a hold once and gives it back',
      on(async ({ port, other, answers }) => {
        expect(await port.open(hold('h1'), 'token-1')).toBe('OPENED');
        expect(await other.open(hold('h1'), 'token-1')).toBe('EXISTS');
        expect(await other.get('h1')).toEqual(hold('h1'));
        expect(answers).toEqual([]);
      }),
    );

    it(
      'lists the holds of a release in the order in which they were opened',
      on(async ({ port }) => {
        await port.open(hold('b'), 't1');
        await port.open(hold('a', { kind: 'TIME_LOCK' }), 't2');
        await port.open(hold('c', { subject: { ...hold('c').subject, releaseId: releaseIdOf(2) } }), 't3');
        expect((await port.ofRelease(releaseIdOf(1))).map((h) => h.holdId)).toEqual(['b', 'a']);
        expect(await port.ofRelease(releaseIdOf(3))).toEqual([]);
      }),
    );

    it(
      'ends once and answers the token with the word',
      on(async ({ port, clock, answers }) => {
        await port.open(hold('h1'), 'token-1');
        clock.advance(1000);
        expect(await port.end('h1', approved, proceed)).toBe('ENDED');
        expect(answers).toEqual([{ token: 'token-1', word: proceed }]);
        expect((await port.get('h1'))?.status).toEqual({ kind: 'ENDED', ...approved, at: '2026-01-05T10:00:01.000Z' });
      }),
    );

    it(
      'of two endings the first counts, and ALREADY sends its answer again',
      on(async ({ port, other, answers }) => {
        await port.open(hold('h1'), 'token-1');
        const results = await Promise.all([
          port.end('h1', approved, proceed),
          other.end('h1', cancelled, { next: 'CLOSE', answer: 'CANCELLED' }),
        ]);
        expect(results.toSorted()).toEqual(['ALREADY', 'ENDED']);
        const { status } = (await port.get('h1'))!;
        expect(status).toMatchObject(results[0] === 'ENDED' ? approved : cancelled);
        expect(answers).toHaveLength(2);
        expect(answers[1]).toEqual(answers[0]);
      }),
    );

    it(
      'sends the answer again when it was lost, and never shows the token',
      on(async ({ port, answers, fault }) => {
        await port.open(hold('h1'), 'token-1');
        fault.fail = 'no way to reach token-1';
        const failure = await port.end('h1', approved, proceed).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(Transient);
        expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('token-1');
        fault.fail = null;
        expect(await port.end('h1', cancelled, { next: 'CLOSE' })).toBe('ALREADY');
        expect(answers).toEqual([{ token: 'token-1', word: proceed }]);
      }),
    );

    it(
      'answers the newest token of a step that was tried again, also after the end',
      on(async ({ port, answers }) => {
        await port.open(hold('h1'), 'token-1');
        expect(await port.open(hold('h1'), 'token-2')).toBe('EXISTS');
        await port.end('h1', approved, proceed);
        expect(await port.open(hold('h1'), 'token-3')).toBe('EXISTS');
        expect(answers).toEqual([
          { token: 'token-2', word: proceed },
          { token: 'token-3', word: proceed },
        ]);
      }),
    );

    it(
      'ends whatever the reason looks like',
      on(async ({ port }) => {
        await port.open(hold('h1'), 'token-1');
        await port.end('h1', { answer: 'REJECTED', by: 'x'.repeat(400), reason: `\u001b[31m${'y'.repeat(2000)}` }, {});
        const { status } = (await port.get('h1'))!;
        if (status.kind !== 'ENDED') throw new Error('still open');
        expect([status.by.length, status.reason.length]).toEqual([300, 1000]);
        expect(status.reason).not.toContain('\u001b');
      }),
    );

    it(
      'notes the delivery of the notice while the hold is open',
      on(async ({ port }) => {
        await port.open(hold('h1'), 'token-1');
        await port.open(hold('h2'), 'token-2');
        await port.setNoticeDelivered('h1');
        await port.setNoticeDelivered('h1');
        await port.end('h2', cancelled, {});
        await port.setNoticeDelivered('h2');
        expect([(await port.get('h1'))?.noticeDelivered, (await port.get('h2'))?.noticeDelivered]).toEqual([
          true,
          false,
        ]);
      }),
    );

    it(
      'keeps links, and never gives one to another',
      on(async ({ port, other }) => {
        const link = { linkId: 'link-1', holdId: 'h1', approverId: 'ada' };
        await port.saveLink(link);
        await other.saveLink(link);
        await expect(port.saveLink({ ...link, approverId: 'bob' })).rejects.toThrow(InvalidInput);
        expect(await other.link('link-1')).toEqual(link);
        expect(await port.link('link-2')).toBeNull();
      }),
    );

    it(
      'says so of a hold that is not there',
      on(async ({ port, answers }) => {
        expect(await port.get('h9')).toBeNull();
        await expect(port.end('h9', approved, proceed)).rejects.toThrow(InvalidInput);
        await expect(port.setNoticeDelivered('h9')).rejects.toThrow(InvalidInput);
        expect(answers).toEqual([]);
      }),
    );

    it(
      'refuses a hold that the contract does not accept',
      on(async ({ port }) => {
        await expect(port.open(hold('h1', { openedAt: 'yesterday' }), 'token-1')).rejects.toThrow(/hold: openedAt/);
        expect(await port.get('h1')).toBeNull();
      }),
    );
  });
}
