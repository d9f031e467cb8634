import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Terminal } from '../../../core/contracts/errors.ts';
import { linkIdOf, linkText, readLink } from '../../../core/hold/hold-link.ts';
import { aHold } from '../../support/hold-builder.ts';

const signer = (key: string) => (text: string) => createHmac('sha256', key).update(text).digest('base64url');
const sign = signer('one');
const id = 'kq3v9x0c2m5n7b1z';
const hold = aHold();
let text: string;
beforeAll(() => {
  text = linkText(sign, id, hold, 'ann');
});

describe('an approval link', () => {
  it('names its record and proves what it was made for', () => {
    expect(linkIdOf(text)).toBe(id);
    expect(readLink(sign, text, id, hold, 'ann')).toBe(true);
  });

  it('fits into a URL and tells nothing', () => {
    expect(encodeURIComponent(text)).toBe(text);
    for (const secret of ['ann', hold.holdId, hold.subject.head]) expect(text).not.toContain(secret);
  });

  it('answers for nobody and nothing else', () => {
    const other = { ...hold, subject: { ...hold.subject, head: aHold().subject.head.replace(/^a/, 'b') as never } };
    const digest = { ...hold, subject: { ...hold.subject, digest: `sha256:${'0'.repeat(64)}` as never } };
    expect(readLink(sign, text, id, hold, 'bea')).toBe(false);
    expect(readLink(sign, text, `${id}x`, hold, 'ann')).toBe(false);
    expect(readLink(sign, text, id, aHold({ holdId: 'hold-2' }), 'ann')).toBe(false);
    expect(readLink(sign, text, id, other, 'ann')).toBe(false);
    expect(readLink(sign, text, id, digest, 'ann')).toBe(false);
    expect(readLink(signer('two'), text, id, hold, 'ann')).toBe(false);
  });

  it('is refused with any one character changed, added or taken away', () => {
    for (let i = 0; i < text.length; i += 1) {
      const wrong = text.slice(0, i) + (text[i] === 'A' ? 'B' : 'A') + text.slice(i + 1);
      expect(readLink(sign, wrong, id, hold, 'ann')).toBe(false);
    }
    expect(readLink(sign, `${text}A`, id, hold, 'ann')).toBe(false);
    expect(readLink(sign, text.slice(0, -1), id, hold, 'ann')).toBe(false);
  });

  it.each([
    '',
    '.',
    'abc',
    `${id}.`,
    `${id}..${'a'.repeat(30)}`,
    `${id}.${'a'.repeat(30)}/x`,
    `../${id}.${'a'.repeat(43)}`,
    'x'.repeat(10_000),
  ])('cannot be %j', (wrong) => {
    expect(linkIdOf(wrong)).toBeNull();
    expect(readLink(sign, wrong, id, hold, 'ann')).toBe(false);
  });

  it('is not made from an id or a signature that a URL would change', () => {
    const why = new Terminal('link id and signature must consist of A-Z a-z 0-9 _ - alone');
    expect(() => linkText(sign, 'a/b', hold, 'ann')).toThrow(why);
    expect(() => linkText(() => '+/=', id, hold, 'ann')).toThrow(why);
  });

  it('signs its purpose, link, hold, release, approver, head and digest, so no other signature passes for it', () => {
    const signed: string[] = [];
    linkText((one) => (signed.push(one), 's'.repeat(43)), id, hold, 'ann');
    const { releaseId, head, digest } = hold.subject;
    expect(signed.map((one) => JSON.parse(one) as unknown)).toEqual([
      ['interlock.hold-link.v1', id, 'hold-1', releaseId, 'ann', head, digest],
    ]);
  });
});
