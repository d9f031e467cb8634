/**
 * Every choice of a life, drawn from a seed or read off a list. 0 is always the plainest answer, so that a list is made
 * simpler by zeroing and cutting it; what is asked beyond its end is 0.
 */
export type Choices = {
  /** A whole number from 0 to `below` - 1. */
  pick(below: number): number;
  /** True `permille` times in a thousand. */
  odds(permille: number): boolean;
  /** One of them; the first is the plainest. */
  oneOf<T>(all: readonly T[]): T;
  /** Whole milliseconds up to `seconds`. */
  within(seconds: number): number;
  /** What was answered so far, in order. */
  readonly taken: readonly number[];
};

export function seededChoices(seed: number): Choices {
  const next = sfc32(seed);
  return choicesFrom((below) => Math.floor((next() / 4_294_967_296) * below));
}

export function replayedChoices(list: readonly number[]): Choices {
  let at = 0;
  return choicesFrom((below) => (list[at++] ?? 0) % below);
}

function choicesFrom(draw: (below: number) => number): Choices {
  const taken: number[] = [];
  const pick = (below: number): number => {
    const value = draw(below);
    taken.push(value);
    return value;
  };
  return {
    pick,
    odds: (permille) => pick(1000) >= 1000 - permille,
    oneOf: (all) => all[pick(all.length)]!,
    within: (seconds) => pick(1000) * seconds,
    taken,
  };
}

/** Chris Doty-Humphrey's "small fast counting" generator, 32 bit; its first twelve numbers only mix the seed in. */
function sfc32(seed: number): () => number {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, seed | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i += 1) next();
  return next;
}
