/** Random numbers of a seed: the same seed gives the same numbers on every machine. */
export type Random = ReturnType<typeof createRandom>;

/** Means above this are drawn by rejection, below by multiplying or waiting. */
const LARGE = 30;

/** `seed` is any text. sfc32 (Doty-Humphrey's Small Fast Counter), its state filled by an FNV-1a walk over the seed. */
export function createRandom(seed: string) {
  const uniform = sfc32(seed);
  const positive = () => 1 - uniform();
  let spare: number | null = null;

  /** Standard normal, by Marsaglia's polar method. */
  function normal(): number {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const [u, v] = [2 * uniform() - 1, 2 * uniform() - 1];
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * scale;
      return u * scale;
    }
  }

  /** Mean `shape`, variance `shape`; shape at least 1. Marsaglia and Tsang (2000). */
  function gamma(shape: number): number {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(positive()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  function poisson(mean: number): number {
    if (!(mean > 0)) return 0;
    if (mean > LARGE) return poissonByRejection(mean);
    const limit = Math.exp(-mean);
    let [count, product] = [0, positive()];
    while (product > limit) {
      count += 1;
      product *= positive();
    }
    return count;
  }

  /** PTRS (Hörmann 1993), exact. */
  function poissonByRejection(mean: number): number {
    const b = 0.931 + 2.53 * Math.sqrt(mean);
    const a = -0.059 + 0.02483 * b;
    const inverse = 1.1239 + 1.1328 / (b - 3.4);
    const accepted = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
      const u = uniform() - 0.5;
      const v = positive();
      const us = 0.5 - Math.abs(u);
      const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
      if (us >= 0.07 && v <= accepted) return k;
      if (k < 0 || (us < 0.013 && v > us)) continue;
      if (Math.log((v * inverse) / (a / (us * us) + b)) <= k * Math.log(mean) - mean - logFactorial(k)) return k;
    }
  }

  /** Successes among n, by the waiting times between them: exact, in n * p steps. */
  function binomial(n: number, p: number): number {
    if (n <= 0 || p <= 0) return 0;
    if (p >= 1) return n;
    if (p > 0.5) return n - binomial(n, 1 - p);
    const scale = Math.log(1 - p);
    const wait = () => Math.floor(Math.log(positive()) / scale);
    let count = 0;
    for (let at = wait(); at < n; at += 1 + wait()) count += 1;
    return count;
  }

  return {
    uniform,
    normal,
    gamma,
    poisson,
    binomial,
    /** 1, 2, ..., of this mean. */
    geometric: (mean: number) => (mean <= 1 ? 1 : 1 + Math.floor(Math.log(positive()) / Math.log(1 - 1 / mean))),
    logNormal: (median: number, sigma: number) => median * Math.exp(sigma * normal()),
    /** At least 1; the tail falls with the power `alpha`. */
    pareto: (alpha: number) => positive() ** (-1 / alpha),
  };
}

function sfc32(seed: string): () => number {
  let hash = 0x811c9dc5;
  const word = () => {
    for (let i = 0; i < seed.length; i += 1) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
    hash ^= hash >>> 15;
    return hash | 0;
  };
  let [a, b, c, counter] = [word(), word(), word(), 1];
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 16; i += 1) next();
  return next;
}

/** ln k!, by Stirling's series from 10 on (error below 1e-12). */
function logFactorial(k: number): number {
  if (k < 10) {
    let product = 1;
    for (let i = 2; i <= k; i += 1) product *= i;
    return Math.log(product);
  }
  const x = k + 1;
  const tail = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + tail;
}
