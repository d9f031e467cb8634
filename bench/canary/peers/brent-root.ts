const MAX_STEPS = 1000;
const TOLERANCE = 1e-4;

/**
 * Zero of f between a and b, where f has the signs of fa and fb, to 1e-4: Brent's method as in R's zeroin and in
 * Kayenta (absolute tolerance only, the last best point is returned). On a step function the answer is a point beside
 * the step, and which one decides some of Kayenta's verdicts on tied data.
 */
export function brentRoot(f: (x: number) => number, ax: number, bx: number, atA: number, atB: number): number {
  let [a, b, fa, fb] = [ax, bx, atA, atB];
  let [c, fc] = [a, fa];
  if (fa === 0) return a;
  if (fb === 0) return b;
  for (let step = 0; step <= MAX_STEPS; step += 1) {
    const before = b - a;
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const near = 2 * Number.EPSILON * Math.abs(b) + TOLERANCE / 2;
    let next = (c - b) / 2;
    if (Math.abs(next) <= near || fb === 0) return b;
    if (Math.abs(before) >= near && Math.abs(fa) > Math.abs(fb)) {
      const step = interpolated({ a, b, c, fa, fb, fc });
      const wide = 0.75 * (c - b) * step.q - Math.abs(near * step.q) / 2;
      if (step.p < wide && step.p < Math.abs((before * step.q) / 2)) next = step.p / step.q;
    }
    if (Math.abs(next) < near) next = next > 0 ? near : -near;
    [a, fa] = [b, fb];
    b += next;
    fb = f(b);
    if ((fb > 0 && fc > 0) || (fb < 0 && fc < 0)) [c, fc] = [a, fa];
  }
  return b;
}

type Bracket = Record<'a' | 'b' | 'c' | 'fa' | 'fb' | 'fc', number>;

/** The step p / q of the secant, or of inverse quadratic interpolation, with p not negative. */
function interpolated({ a, b, c, fa, fb, fc }: Bracket): { p: number; q: number } {
  const cb = c - b;
  let [p, q] = [0, 0];
  if (a === c) {
    const t = fb / fa;
    [p, q] = [cb * t, 1 - t];
  } else {
    const [r, s, t] = [fa / fc, fb / fc, fb / fa];
    p = t * (cb * r * (r - s) - (b - a) * (s - 1));
    q = (r - 1) * (s - 1) * (t - 1);
  }
  return p > 0 ? { p, q: -q } : { p: -p, q };
}
