import type { Random } from './random.ts';

/** Normal numbers of mean 0 and this standard deviation, each correlated with the one before by `rho`. */
export function autoregression(random: Random, sd: number, rho: number): () => number {
  let value = sd * random.normal();
  const step = sd * Math.sqrt(1 - rho * rho);
  return () => {
    const now = value;
    value = rho * value + step * random.normal();
    return now;
  };
}
