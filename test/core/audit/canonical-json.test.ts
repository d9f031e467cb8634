import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../../core/audit/canonical-json.ts';
import { InvalidInput } from '../../../core/contracts/errors.ts';

describe('canonicalJson (RFC 8785)', () => {
  it('writes the example of RFC 8785, section 3.2.2', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units: the example of RFC 8785, section 3.2.3', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
    const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(text).toBe(`{${sorted.map((key) => `${JSON.stringify(key)}:0`).join(',')}}`);
  });

  // RFC 8785, appendix B.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af6', '1e+23'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['41b3de4355555557', '333333333.33333343'],
  ])('writes the number 0x%s as %s', (hex, text) => {
    expect(canonicalJson(Buffer.from(hex, 'hex').readDoubleBE())).toBe(text);
  });

  it.each([
    [{ a: [1, undefined] }, 'value.a[1]: found undefined'],
    [{ a: undefined }, 'value.a: found undefined'],
    [[1, , 2], 'value[1]: found undefined'],
    [{ a: { 'b c': NaN } }, 'value.a."b c": found NaN'],
    [-Infinity, 'value: found -Infinity'],
    [{ a: '\ud800' }, 'value.a: found text with a lone surrogate'],
    [{ '\udc00': 1 }, 'lone surrogate'],
    [10n, 'value: found bigint'],
    [{ f: () => 1 }, 'value.f: found function'],
    [new Date(0), 'value: found an instance of a class'],
    [new Map(), 'value: found an instance of a class'],
  ])('refuses %o', (value, message) => {
    expect(() => canonicalJson(value)).toThrow(InvalidInput);
    expect(() => canonicalJson(value)).toThrow(message);
  });

  it('counts depth: a scalar is 0, each array or object around it one more', () => {
    expect(canonicalJson(1, 'x', 0)).toBe('1');
    expect(() => canonicalJson([], 'x', 0)).toThrow('x: nested too deep; expected at most 0 levels');
    expect(canonicalJson([{ a: 1 }], 'x', 2)).toBe('[{"a":1}]');
    expect(() => canonicalJson([{ a: [] }], 'x', 2)).toThrow(InvalidInput);
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(() => canonicalJson(cycle)).toThrow(InvalidInput);
  });

  it('gives the same text for equal values and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        fc.pre(JSON.stringify(value).isWellFormed() && !/\\ud[89a-f]/.test(JSON.stringify(value)));
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.stringify(JSON.parse(text), sorted)).toBe(JSON.stringify(value, sorted));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps a key named __proto__', () => {
    const value: unknown = JSON.parse('{"__proto__":{"a":1},"b":2}');
    expect(canonicalJson(value)).toBe('{"__proto__":{"a":1},"b":2}');
  });
});

/** JSON.stringify's replacer: keys in order. */
function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
