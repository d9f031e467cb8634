import { describe, expect, it } from '@jest/globals';
import { XMLValidator } from 'fast-xml-parser';
import { judgeConfigSchema } from '../../../core/contracts/analysis.ts';
import type { Bucket } from '../../../core/contracts/measurement.ts';
import { replay } from '../../../core/canary/replay.ts';
import { courseAsText } from '../../../core/report/course-as-text.ts';
import { testBars } from '../../../core/report/test-bars.ts';
import { canaryPlot } from '../../../core/report/canary-plot.ts';
import { canarySeries } from '../../../core/report/canary-series.ts';
import { p99Of, slowerThan } from '../../../core/report/latency-figures.ts';
import { wayPicture } from '../../../core/report/way-picture.ts';
import { someBuckets } from '../../support/page-view-builder.ts';

const judge = judgeConfigSchema.parse({});
const analysis = { verdict: 'FAIL', headline: 'too many <errors> & worse' } as const;
const plot = (buckets: readonly Bucket[]) => canaryPlot({ buckets, judge, analysis, id: 'p1' });

describe('the series behind the plot', () => {
  const sum = (list: readonly { canary: { requests: number } }[]) => list.reduce((n, x) => n + x.canary.requests, 0);

  it('puts buckets together without losing a request, so that each point stands for about 100', () => {
    const buckets = someBuckets();
    const series = canarySeries(buckets, 800);
    expect(series).toHaveLength(15);
    expect(sum(series)).toBe(sum(buckets));
    expect(series.at(-1)?.endSec).toBe(600);
  });

  it('has at most 30 points and, with little traffic, at least 6', () => {
    const times = (n: number) =>
      someBuckets().map((b) => ({ ...b, canary: { ...b.canary, requests: b.canary.requests * n } }));
    expect(canarySeries(times(100), 800)).toHaveLength(30);
    expect(canarySeries(times(0.1), 800)).toHaveLength(6);
  });

  it('says nothing of latency that was not measured, and leaves out counts that cannot be', () => {
    const empty: Bucket = { endSec: 10, durSec: 10, canary: { requests: 3, errors: 0 } };
    expect(canarySeries([empty], 800)[0]?.canary).toEqual({ requests: 3, errors: 0, slow: null, p99: null });
    expect(canarySeries([{ ...empty, canary: { requests: 1, errors: 2 } }], 800)).toEqual([]);
    expect(canarySeries([{ ...empty, canary: { requests: Number.NaN, errors: 0 } }], 800)).toEqual([]);
  });

  it('p99 is the nearest rank in the merged histogram', () => {
    const arm = (bins: Record<string, number>) => ({ requests: 100, errors: 0, latency: { bins } });
    expect(p99Of([arm({ '100': 98, '300': 2 })])).toBeCloseTo(1.01 ** 300.5, 6);
    expect(p99Of([arm({ '100': 99, '300': 1 })])).toBeCloseTo(1.01 ** 100.5, 6);
    expect(p99Of([arm({ '100': 50 }), arm({ '300': 50 })])).toBeCloseTo(1.01 ** 300.5, 6);
    expect(p99Of([{ requests: 5, errors: 0, latency: { p50: 1, p95: 2, p99: 40 } }])).toBe(40);
    expect(p99Of([{ requests: 5, errors: 0 }])).toBeNull();
  });

  it('slow requests are those beyond the cut', () => {
    expect(slowerThan({ bins: { '100': 5, '462': 3, '700': 2 } }, 1.01 ** 461)).toBe(5);
    expect(slowerThan({ countAbove: { '800': 4 } }, 800)).toBe(4);
    expect(slowerThan({ countAbove: { '800': 4 } }, 500)).toBeNull();
    expect(slowerThan({ p50: 1, p95: 2, p99: 900 }, 800)).toBeNull();
    expect(slowerThan(undefined, 800)).toBeNull();
  });
});

const percentiles = { requests: 30, errors: 0, latency: { p50: 5, p95: 20, p99: 90 } };

describe('the canary plot', () => {
  it('is well-formed, named, and tells verdict and sample sizes', () => {
    const svg = plot(someBuckets());
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).toContain('aria-labelledby="p1-t p1-d"');
    expect(svg).toContain('FAIL: too many &lt;errors&gt; &amp; worse');
    expect(svg).toContain('1560 canary requests, 28431 beside them');
    expect(svg).toContain('limit 1 %');
    expect(svg).toContain('Slower than 80 ms so far');
  });

  it.each([
    ['nothing measured', []],
    ['no baseline', someBuckets().map(({ endSec, durSec, canary }) => ({ endSec, durSec, canary }))],
    ['one bucket', someBuckets().slice(0, 1)],
    ['no request at all', [{ endSec: 10, durSec: 10, canary: { requests: 0, errors: 0 } }]],
    ['percentiles alone', [{ endSec: 10, durSec: 10, canary: percentiles, baseline: percentiles }]],
    ['every request failing', someBuckets(() => 24)],
  ])('is well-formed with %s', (_, buckets) => {
    const svg = plot(buckets);
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });
});

it('the line of the canary ends at the rate of the whole watch', () => {
  const flat = Array.from({ length: 60 }, (_, i) => ({
    endSec: (i + 1) * 10,
    durSec: 10,
    canary: { requests: 50, errors: 1 },
  }));
  // 2 % of a scale of 0 to 4 %, which the interval needs: the line runs through the middle of the panel.
  expect(plot(flat)).toMatch(/class="il-plot-canary" d="M[\d.]+ 106.5(L[\d.]+ 106.5)+"/);
});

describe('the way of a release', () => {
  const svg = wayPicture({
    title: 'Release of <shop>',
    id: 'w1',
    steps: [
      { name: 'Gates', status: 'DONE', note: '4 of 4 passed' },
      { name: 'Canary', status: 'FAILED', note: '5.2 % errors & more </text><script>' },
      { name: 'Time lock', status: 'SKIPPED', note: '' },
      { name: 'Close', status: 'NOW', note: '' },
      { name: 'Told', status: 'AHEAD', note: '' },
    ],
  });

  it('is well-formed and tells each step in words too', () => {
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).toContain('Gates: done; Canary: failed; Time lock: skipped; Close: under way; Told: ahead');
    expect(svg).toContain('failed, 5.2 % errors &amp; more &lt;/text&gt;&lt;script&gt;');
    expect(svg).not.toContain('<script');
  });
});

describe('what the judge saw, drawn', () => {
  const judged = replay(judge, { errorRate: 0.001, p50: 5, p95: 20, p99: 60 }, someBuckets(), { course: true });
  const svg = canaryPlot({ buckets: someBuckets(), judge, analysis: judged.analysis, id: 'p2' });

  it('the interval of the rate so far, and each test on its way to its boundary', () => {
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg.match(/class="il-plot-band" d="M/g)).toHaveLength(2);
    expect(svg).toContain('Tests on their way to failing it');
    expect(svg).toContain('errors beside the baseline');
    const { observed, failsAt } = judged.analysis.tests.find(({ id }) => id === 'errAbs')!;
    expect(svg).toContain(`${observed} of ${failsAt}`);
    expect(testBars([], 0)).toEqual({ svg: '', height: 0 });
  });

  it('a test that failed it fills its track in another colour; none is drawn beyond it', () => {
    const test = { ...judged.analysis.tests[0]!, observed: 9, failsAt: 3, signalledAt: 80 };
    const bar = testBars([test], 0).svg;
    expect(bar).toContain('class="il-plot-over"');
    expect(bar).toContain(`width="168" height="10"`);
  });

  it('the course has a column for each stretch, and 60 at most', () => {
    const text = courseAsText(judged.analysis, judged.course);
    const row = text.split('\n').find((l) => l.startsWith('errors, ceiling'))!;
    expect(row.match(/[ ▁▂▃▄▅▆▇█]{60} {2}\d+ seen/)).not.toBeNull();
    expect(courseAsText(judged.analysis, [])).not.toContain('▁');
  });
});
