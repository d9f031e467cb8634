import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import type { State } from '../../asl/definition.ts';
import { load } from './house-machines.ts';

const files = ['release.asl.json', 'traffic-shift.asl.json'];

describe.each(files)('%s', (file) => {
  it('is Amazon States Language to asl-validator too', () => {
    // It brings no types.
    const checkAsl = createRequire(import.meta.url)('asl-validator') as (definition: unknown) => unknown;
    expect(checkAsl(load(file))).toMatchObject({ isValid: true, errors: [] });
  });

  it('every task has a timeout (house rule 5) and retries only Transient and the throttles of Lambda (house rule 4)', () => {
    const all = (states: Readonly<Record<string, State>>): State[] =>
      Object.values(states).flatMap((s) => [
        s,
        ...(s.Type === 'Parallel' ? s.Branches.flatMap((b) => all(b.States)) : []),
      ]);
    for (const state of all(load(file).States)) {
      if (state.Type !== 'Task') continue;
      expect(state.TimeoutSeconds).toBeGreaterThan(0);
      for (const name of (state.Retry ?? []).flatMap((retrier) => retrier.ErrorEquals))
        expect(name).toMatch(/^(Transient|Lambda\.\w+)$/);
    }
  });
});
