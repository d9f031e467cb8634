import { BINS, binOf, latencyTable, quantileOf } from './latency-source.ts';
import type { Random } from './random.ts';
import type { Process } from './scenario.ts';

/** The usual latency: p99 about 410 ms. */
const USUAL_SHAPE = { median: 80, sigma: 0.7, tail: 0.003 };
/** The tail that `tailTimes` slows down. */
const SLOWEST = 0.98;
/** Instances of the service, each of the size of a canary at 5 %. */
export const INSTANCES = 20;
const STALL_SEC = 2;
const STALL_EVERY_SEC = 300;

export type ArmSource = {
  errors: (requests: number, rate: number) => number;
  bins: (asked: Asked) => Uint32Array;
};

export type Asked = {
  readonly requests: number;
  /** Added to ln(ms) of every request, and of the slowest 2 %. */
  readonly shift: number;
  readonly tailShift: number;
  readonly instances: number;
  readonly durSec: number;
};

const tables = new Map<string, Float64Array>();

/** What the requests of one arm meet in one bucket. */
export function armSource(process: Process, random: Random): ArmSource {
  const shape = { ...USUAL_SHAPE, ...process.latency };
  const key = JSON.stringify(shape);
  const table = tables.get(key) ?? latencyTable(shape);
  tables.set(key, table);

  return {
    errors(requests, rate) {
      const mean = process.clump;
      if (mean === undefined) return random.binomial(requests, rate);
      let errors = 0;
      for (let clumps = random.poisson((requests * rate) / mean); clumps > 0; clumps -= 1)
        errors += random.geometric(mean);
      return Math.min(requests, errors);
    },
    bins({ requests, shift, tailShift, instances, durSec }) {
      const bins = new Uint32Array(BINS);
      const halted = process.stalls ? haltedOf(requests, instances, durSec) : 0;
      for (let i = 0; i < requests; i += 1) {
        const u = random.uniform();
        const usual = quantileOf(table, u) + shift + (u >= SLOWEST ? tailShift : 0);
        const log = i < halted ? Math.log(Math.exp(usual) + 1000 * STALL_SEC * random.uniform()) : usual;
        bins[binOf(log)]! += 1;
      }
      return bins;
    },
  };

  /** Requests that came to an instance while it was halted, which wait for what is left of the halt. */
  function haltedOf(requests: number, instances: number, durSec: number): number {
    let halted = 0;
    for (let stalls = random.poisson((instances * durSec) / STALL_EVERY_SEC); stalls > 0; stalls -= 1)
      halted += random.poisson(((requests / instances) * STALL_SEC) / durSec);
    return Math.min(requests, halted);
  }
}
