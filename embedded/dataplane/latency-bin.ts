const LOG_BASE = Math.log(1.01);
const LAST_BIN = 1151;

/** Bin of a latency in ms (core/contracts/measurement.ts): floor(ln ms / ln 1.01), 0 for all below 1 ms, at most 1151. */
export function latencyBin(ms: number): number {
  return Math.min(LAST_BIN, Math.max(0, Math.floor(Math.log(Math.max(ms, 1)) / LOG_BASE)));
}

/** Latency in ms that stands for a bin: its geometric middle, within 0.5 % of everything in it. */
export function binLatency(bin: number): number {
  return Math.exp((bin + 0.5) * LOG_BASE);
}
