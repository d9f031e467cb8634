import type { JudgeConfig } from '../contracts/analysis.ts';
import type { Bucket } from '../contracts/measurement.ts';

/** Seconds of a block; longer where measurements come less often. */
const BLOCK_SEC = 30;
/**
 * Blocks in a row over the limit that fail a canary. Against "at most 20 % of blocks are over", a bet of 5 for each
 * makes 625, which outweighs any 1 / alpha down to 0.0016 (canary.md, *Gauges*).
 */
export const BLOCKS_TO_FAIL = 4;

export type GaugeName = 'cpu' | 'memory';
type Values = Readonly<Record<GaugeName, { readonly canary: readonly number[]; readonly baseline: readonly number[] }>>;

export type GaugeBlocks = {
  /** The block under way; null before the first. */
  readonly open: { readonly index: number; readonly lengthSec: number; readonly values: Values } | null;
  /** Finished blocks, and those of them in which the canary's gauge was measured. */
  readonly finished: number;
  readonly present: Readonly<Record<GaugeName, number>>;
  /** Whether either version ever showed this gauge. */
  readonly seen: Readonly<Record<GaugeName, boolean>>;
  /** Blocks in a row in which the canary was over its limit and the baseline was not. */
  readonly over: Readonly<Record<GaugeName, number>>;
};

export const NO_BLOCKS: GaugeBlocks = {
  open: null,
  finished: 0,
  present: { cpu: 0, memory: 0 },
  seen: { cpu: false, memory: false },
  over: { cpu: 0, memory: 0 },
};

/** Medians, percent, of a block that has just finished; null where nothing was measured. */
export type Block = Readonly<Record<GaugeName, { readonly canary: number | null; readonly baseline: number | null }>>;

/** Adds a bucket. A block is finished when its time is over, or when a bucket of a later one comes. */
export function addGauges(
  before: GaugeBlocks,
  bucket: Bucket,
  config: Pick<JudgeConfig, 'cpuMax' | 'memoryMax'>,
): { readonly gauges: GaugeBlocks; readonly finished: readonly Block[] } {
  const lengthSec = before.open?.lengthSec ?? Math.max(BLOCK_SEC, bucket.durSec);
  const index = Math.floor((bucket.endSec - bucket.durSec / 2) / lengthSec);
  const finished: Block[] = [];
  let gauges = before;
  const finish = () => {
    if (gauges.open === null) return;
    const block = medians(gauges.open.values);
    finished.push(block);
    gauges = withBlock(gauges, block, config);
  };
  if (gauges.open !== null && gauges.open.index !== index) finish();
  const values = added(gauges.open?.index === index ? gauges.open.values : EMPTY, bucket);
  gauges = { ...gauges, open: { index, lengthSec, values } };
  if (bucket.endSec >= (index + 1) * lengthSec - 1e-9) {
    finish();
    gauges = { ...gauges, open: { index: index + 1, lengthSec, values: EMPTY } };
  }
  return { gauges, finished };
}

/** Seconds of a block. */
export function blockSecOf({ open }: GaugeBlocks): number {
  return open?.lengthSec ?? BLOCK_SEC;
}

/** Percent. */
export function gaugeLimit(gauge: GaugeName, config: Pick<JudgeConfig, 'cpuMax' | 'memoryMax'>): number {
  return gauge === 'cpu' ? config.cpuMax : config.memoryMax;
}

const NOTHING = { canary: [], baseline: [] };
const EMPTY: Values = { cpu: NOTHING, memory: NOTHING };

function added(values: Values, { canary, baseline }: Bucket): Values {
  const of = (gauge: GaugeName) => ({
    canary: withValue(values[gauge].canary, canary[gauge]),
    baseline: withValue(values[gauge].baseline, baseline?.[gauge]),
  });
  return { cpu: of('cpu'), memory: of('memory') };
}

function withValue(values: readonly number[], value: number | null | undefined): readonly number[] {
  return value === null || value === undefined || !Number.isFinite(value) ? values : [...values, value];
}

function medians(values: Values): Block {
  const of = (gauge: GaugeName) => ({
    canary: median(values[gauge].canary),
    baseline: median(values[gauge].baseline),
  });
  return { cpu: of('cpu'), memory: of('memory') };
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function withBlock(gauges: GaugeBlocks, block: Block, config: Pick<JudgeConfig, 'cpuMax' | 'memoryMax'>): GaugeBlocks {
  const { finished, present, seen } = gauges;
  const over = (gauge: GaugeName) => {
    const { canary, baseline } = block[gauge];
    // What was not measured is neither over nor fine: the row is not broken by it.
    if (canary === null) return gauges.over[gauge];
    const limit = gaugeLimit(gauge, config);
    return canary > limit && !(baseline !== null && baseline > limit) ? gauges.over[gauge] + 1 : 0;
  };
  const has = (gauge: GaugeName) => (block[gauge].canary === null ? 0 : 1);
  const shown = (gauge: GaugeName) => seen[gauge] || has(gauge) === 1 || block[gauge].baseline !== null;
  return {
    open: null,
    finished: finished + 1,
    present: { cpu: present.cpu + has('cpu'), memory: present.memory + has('memory') },
    seen: { cpu: shown('cpu'), memory: shown('memory') },
    over: { cpu: over('cpu'), memory: over('memory') },
  };
}
