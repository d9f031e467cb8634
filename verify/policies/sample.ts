import { authorize } from '../../core/policy/authorize.ts';
import type { Prover } from './create-prover.ts';
import { requestAt } from './domains-of.ts';
import type { Domain, Point } from './field.ts';
import type { Judge } from './judge.ts';
import { policySet } from './policy-set.ts';
import { FALSE, TRUE } from './truth.ts';

export type Sample = {
  readonly asked: number;
  readonly allowed: number;
  /** What was asked where the proof and the engine do not say the same. */
  readonly disagreements: readonly string[];
};

/** Xorshift, 32 bits: the same seed asks the same requests. */
export function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/**
 * Asks the engine as the product does, one request after the other, what the proof has worked out from its tables. Every
 * second request has only values that do not deny it by themselves, since nearly all others are denied.
 */
export function sample({ policies, compiled, domains, tables }: Prover, each: number, seed: number): Sample {
  const random = createRandom(seed);
  const disagreements: string[] = [];
  let allowed = 0;
  for (const domain of domains) {
    const judge = policySet(domain, policies, tables).allowed;
    const harmless = harmlessValues(domain, judge);
    for (let n = 0; n < each; n++) {
      const point: Point = Int16Array.from(domain.fields, ({ values }, field) => {
        const from = n % 2 === 0 ? [...values.keys()] : harmless[field]!;
        return from[random(from.length)] ?? 0;
      });
      const request = requestAt(domain, point);
      const proved = judge(point) === TRUE;
      if (proved) allowed++;
      if (authorize(compiled, request).allowed !== proved)
        disagreements.push(`${domain.action} ${JSON.stringify(request.context)}: the proof says ${proved}`);
    }
  }
  return { asked: each * domains.length, allowed, disagreements };
}

function harmlessValues(domain: Domain, judge: Judge): readonly (readonly number[])[] {
  return domain.fields.map(({ values }, field) => {
    const point: Point = new Int16Array(domain.fields.length).fill(-1);
    return [...values.keys()].filter((value) => {
      point[field] = value;
      return judge(point) !== FALSE;
    });
  });
}
