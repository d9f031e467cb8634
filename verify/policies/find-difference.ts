import type { Domain, Point } from './field.ts';
import type { Judge } from './judge.ts';
import type { PolicySet } from './policy-set.ts';
import { findPoint, spaceOf } from './search.ts';
import { FALSE, OPEN, TRUE } from './truth.ts';

/** A request of the domain that exactly one of two allows, or null when they are the same everywhere. */
export function findDifference(domain: Domain, one: PolicySet, other: PolicySet): Point | null {
  return findPoint(spaceOf(domain, [...one.tables, ...other.tables]), exactlyOne(one.allowed, other.allowed));
}

function exactlyOne(one: Judge, other: Judge): Judge {
  return (point) => {
    const [a, b] = [one(point), other(point)];
    if (a === OPEN || b === OPEN) return OPEN;
    return (a === TRUE) === (b === TRUE) ? FALSE : TRUE;
  };
}
