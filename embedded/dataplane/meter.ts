import type { Arm } from '../../core/contracts/measurement.ts';
import { latencyBin } from './latency-bin.ts';
import { RING_MS } from './limits.ts';
import type { Span, Timeline } from './timeline.ts';

/** What one version did in one span. */
export interface Tally {
  readonly span: Span;
  requests: number;
  errors: number;
  readonly bins: Map<number, number>;
  readonly cpu: number[];
  readonly memory: number[];
  healthChecks: number;
  unhealthy: number;
}

export function emptyTally(span: Span): Tally {
  return { span, requests: 0, errors: 0, bins: new Map(), cpu: [], memory: [], healthChecks: 0, unhealthy: 0 };
}

/** Measures one version; the newest three hours of the release's clock are kept. */
export interface Meter {
  /** One request of the version, from first to last byte; an error is a 5xx or a failed connection. */
  request(ms: number, error: boolean): void;
  health(ok: boolean): void;
  /** Percent of what the service may use. */
  usage(cpu: number, memory: number): void;
  tallies(): readonly Tally[];
  totals(): { readonly requests: number; readonly errors: number };
}

export function createMeter(timeline: Timeline, now: () => number): Meter {
  const ring: Tally[] = [];
  const totals = { requests: 0, errors: 0 };

  const current = (): Tally => {
    const instant = now();
    const span = timeline.at(instant);
    const last = ring.at(-1);
    if (last?.span === span) return last;
    while (ring[0] && ring[0].span.end < instant - RING_MS) ring.shift();
    const tally = emptyTally(span);
    ring.push(tally);
    return tally;
  };
  return {
    request(ms, error) {
      const tally = current();
      const bin = latencyBin(ms);
      tally.requests += 1;
      tally.errors += error ? 1 : 0;
      tally.bins.set(bin, (tally.bins.get(bin) ?? 0) + 1);
      totals.requests += 1;
      totals.errors += error ? 1 : 0;
    },
    health(ok) {
      const tally = current();
      tally.healthChecks += 1;
      tally.unhealthy += ok ? 0 : 1;
    },
    usage(cpu, memory) {
      const tally = current();
      tally.cpu.push(cpu);
      tally.memory.push(memory);
    },
    tallies: () => ring,
    totals: () => totals,
  };
}

export function armOf(tally: Tally): Arm {
  return {
    requests: tally.requests,
    errors: tally.errors,
    latency: { bins: Object.fromEntries(tally.bins) },
    cpu: mean(tally.cpu),
    memory: mean(tally.memory),
    healthChecks: tally.healthChecks,
    unhealthy: tally.unhealthy,
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
}
