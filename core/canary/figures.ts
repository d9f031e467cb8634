/** Numbers as people read them; the same on every machine. */

/** 12345.6 as "12,346"; below 10 with up to two decimals. */
export function count(n: number): string {
  if (n < 10 && !Number.isInteger(n)) return String(Number(n.toFixed(2)));
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A rate of 0 to 1 as percent with two significant decimals: 0.0123 as "1.23 %". */
export function percent(rate: number): string {
  return `${Number((rate * 100).toFixed(2))} %`;
}

/** Milliseconds: "45 ms". */
export function milliseconds(ms: number): string {
  return `${count(ms)} ms`;
}

/** Seconds as minutes: "28.5 min". */
export function minutes(seconds: number): string {
  return `${Number((seconds / 60).toFixed(1))} min`;
}
