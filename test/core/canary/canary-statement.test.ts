import { describe, expect, it } from '@jest/globals';
import { canarySaw } from '../../../core/canary/canary-saw.ts';
import { canaryStatement } from '../../../core/canary/canary-statement.ts';
import { LARGER, LARGER_SAID } from '../../support/a-canary-plan.ts';

describe('what people read of a canary (K4, K5)', () => {
  it('before it: requests, share, time, the smallest harm it could see and the limits', () => {
    expect(canaryStatement(LARGER)).toBe(LARGER_SAID);
  });

  it('limits are told as a rise over what runs', () => {
    const power = { ...LARGER.power!, errorRate: 0.004, errorLimit: 0.009 };
    expect(canaryStatement({ ...LARGER, power })).toContain('the limit is +0.5 points');
  });

  it.each([
    [{ canaryErrors: 1, canaryRequests: 1234 }, null, '1,234 canary requests in all, 1 of them failed'],
    [
      { canaryErrors: 0, canaryRequests: 800 },
      { limit: 0.005, upperBound95: 0.00374, ruledOut: true },
      '800 canary requests in all, 0 of them failed; an error rate above 0.37 % is ruled out at 95 %, the limit is 0.5 %',
    ],
  ])('after it', (bad, pass, text) => {
    expect(canarySaw({ bad, pass })).toBe(text);
  });
});
