import { CALL_MS, COLD_START_CPU_MS, MB_OF_ONE_PROCESSOR } from './allowances.ts';
import type { Call } from './counted.ts';
import { PRICES } from './prices.ts';
import type { Invocation, Walked } from './run-path.ts';

export type Bill = ReturnType<typeof billOf>;

/** What a walk costs: counts, and dollars by what they are paid for. */
export function billOf({ transitions, invocations }: Walked, memory: ReadonlyMap<string, number>) {
  const calls = invocations.flatMap((invocation) => invocation.calls);
  const count = (service: string, operation?: RegExp) =>
    calls.filter((call) => call.service === service && (operation?.test(call.operation) ?? true)).length;
  const units = (service: string, kind: 'reads' | 'writes') =>
    calls.reduce((sum, call) => sum + (call.service === service ? call[kind] : 0), 0);

  const states = [...transitions.values()].reduce((sum, n) => sum + n, 0);
  const warm = invocations.reduce((sum, one) => sum + gbSeconds(one, memory), 0);
  const cold = [...new Set(invocations.map(({ step }) => step))].reduce((sum, step) => {
    const mb = mbOf(step, memory);
    return sum + gb(mb) * seconds(COLD_START_CPU_MS, mb);
  }, 0);
  const counts = {
    transitions: states,
    looks: transitions.get('traffic-shift.Observe') ?? 0,
    invocations: invocations.length,
    gbSeconds: warm + cold,
    writeUnits: units('DynamoDB', 'writes'),
    readUnits: units('DynamoDB', 'reads'),
    s3Puts: count('S3', /^Put/),
    s3Gets: count('S3', /^Get/),
    events: count('EventBridge'),
    schedules: count('Scheduler'),
    metricsRead: units('CloudWatch', 'reads'),
    cloudWatchCalls: count('CloudWatch', /^(?!GetMetricData)/),
    mails: count('SESv2'),
  };
  const orchestration = {
    transitions: counts.transitions * PRICES.transition,
    lambda: counts.invocations * PRICES.lambdaCall + counts.gbSeconds * PRICES.lambdaGbSecond,
    dynamoDb: counts.writeUnits * PRICES.writeUnit + counts.readUnits * PRICES.readUnit,
    s3: counts.s3Puts * PRICES.s3Put + counts.s3Gets * PRICES.s3Get,
    events: counts.events * PRICES.event + counts.schedules * PRICES.schedule,
  };
  const beside = {
    metrics: counts.metricsRead * PRICES.metricRead,
    heartbeats: counts.cloudWatchCalls * PRICES.cloudWatchCall,
    mails: counts.mails * PRICES.mail,
  };
  return { counts, orchestration, beside, orchestrationSum: sumOf(orchestration), besideSum: sumOf(beside) };
}

/** Of all invocations of each function: how many, and the median processor time, before it is scaled. */
export function stepsOf(invocations: readonly Invocation[], memory: ReadonlyMap<string, number>) {
  return [...new Set(invocations.map(({ step }) => step))].map((step) => {
    const mine = invocations.filter((one) => one.step === step);
    const cpu = mine.map(({ cpuMs }) => cpuMs).sort((a, b) => a - b);
    const billed = mine.map((one) => (1000 * gbSeconds(one, memory)) / gb(mbOf(step, memory)));
    return {
      step,
      times: mine.length,
      memoryMb: mbOf(step, memory),
      cpuMs: cpu[Math.floor(cpu.length / 2)]!,
      calls: mine.reduce((sum, one) => sum + one.calls.length, 0) / mine.length,
      billedMs: billed.reduce((sum, ms) => sum + ms, 0) / mine.length,
    };
  });
}

function gbSeconds({ step, cpuMs, calls }: Invocation, memory: ReadonlyMap<string, number>): number {
  const mb = mbOf(step, memory);
  return gb(mb) * (seconds(cpuMs, mb) + calls.reduce((sum, call) => sum + waitOf(call), 0));
}

function waitOf({ service }: Call): number {
  const ms = CALL_MS[service];
  if (ms === undefined) throw new Error(`bench/cost has no allowance for a call of ${service}`);
  return ms / 1000;
}

function mbOf(step: string, memory: ReadonlyMap<string, number>): number {
  const mb = memory.get(step);
  if (mb === undefined) throw new Error(`the template has no function ${step}`);
  return mb;
}

const gb = (mb: number) => mb / 1024;
const seconds = (cpuMs: number, mb: number) => (cpuMs * Math.max(1, MB_OF_ONE_PROCESSOR / mb)) / 1000;
const sumOf = (parts: Readonly<Record<string, number>>) => Object.values(parts).reduce((sum, part) => sum + part, 0);
