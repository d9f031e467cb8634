/** Dollars of the config as integer millionths. */
export const microUsd = (usd: number): number => Math.round(usd * 1_000_000);

/** Millionths as people read them: `$1,950.00`, and `$0.0123` below ten cents. */
export function dollars(micro: number): string {
  const usd = micro / 1_000_000;
  const digits = usd !== 0 && Math.abs(usd) < 0.1 ? 4 : 2;
  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}
