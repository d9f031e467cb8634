/** What was expected of a release and how it came out; `confidence` in integer hundredths, 0 to 95. */
export type Prediction = {
  readonly releaseId: string;
  readonly confidence: number;
  readonly succeeded: boolean;
};

export type CalibrationBand = {
  /** Confidence from, and below which; integer hundredths. The bands of the decision (001-54..57). */
  readonly from: number;
  readonly below: number;
  readonly releases: number;
  /** Both 0 to 1; null for a band without releases. */
  readonly expected: number | null;
  readonly observed: number | null;
  /** 95 % Wilson interval of `observed`. */
  readonly interval: readonly [number, number] | null;
};

export type Calibration = {
  readonly releases: number;
  /**
   * Mean squared distance of confidence and outcome, 0 (always right) to 1 (Brier 1950); null without releases. Beside
   * it what always saying the overall rate would have scored: a formula that is no better tells nothing.
   */
  readonly brier: number | null;
  readonly brierOfBaseRate: number | null;
  readonly bands: readonly CalibrationBand[];
};

const EDGES = [0, 50, 70, 90, 96] as const;
/** Of the normal distribution, for 95 %. */
const Z = 1.959964;

/** Confidence against outcome (001-82, K6): it changes nothing by itself, people read it. */
export function calibrationOf(predictions: readonly Prediction[]): Calibration {
  const rate = shareOf(predictions);
  const score = (expected: (p: Prediction) => number) =>
    mean(predictions.map((p) => (expected(p) - (p.succeeded ? 1 : 0)) ** 2));
  return {
    releases: predictions.length,
    brier: score((p) => p.confidence / 100),
    brierOfBaseRate: rate === null ? null : score(() => rate),
    bands: EDGES.slice(0, -1).map((from, i) => bandOf(predictions, from, EDGES[i + 1] ?? from)),
  };
}

function bandOf(predictions: readonly Prediction[], from: number, below: number): CalibrationBand {
  const within = predictions.filter(({ confidence }) => confidence >= from && confidence < below);
  const observed = shareOf(within);
  return {
    from,
    below,
    releases: within.length,
    expected: mean(within.map(({ confidence }) => confidence / 100)),
    observed,
    interval: observed === null ? null : wilson(observed, within.length),
  };
}

/** Wilson (1927): the rates that n trials with this share do not rule out at 95 %. */
function wilson(share: number, n: number): readonly [number, number] {
  const z2 = (Z * Z) / n;
  const middle = (share + z2 / 2) / (1 + z2);
  const half = (Z / (1 + z2)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

const shareOf = (predictions: readonly Prediction[]): number | null =>
  mean(predictions.map(({ succeeded }) => (succeeded ? 1 : 0)));

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
