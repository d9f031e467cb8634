import { describe, expect, it } from '@jest/globals';
import { liveSeed } from '../../verify/lives/life.ts';
import { PLANTED } from './planted-bugs.ts';

/** Lives in which each has to be found; half of them are in the first thirty. */
const WITHIN = 400;

describe(`what is planted is found within ${WITHIN} lives`, () => {
  it.each(PLANTED)(
    '$name',
    async ({ says, tamper }) => {
      let found: string | undefined;
      let seed = 0;
      while (found === undefined && seed < WITHIN) found = (await liveSeed((seed += 1), { tamper })).violations[0];
      expect(found).toMatch(says);
      expect((await liveSeed(seed)).violations).toEqual([]);
    },
    120_000,
  );
});
