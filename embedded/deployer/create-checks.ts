import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Check } from '../../core/contracts/config-service.ts';
import type { Environment } from '../../core/contracts/shift.ts';
import type { ServiceName } from '../../core/contracts/ids.ts';
import type { CheckResult, Checks } from '../../lambdas/ports.ts';
import { probeHealth } from '../dataplane/probe-health.ts';
import type { TargetReport } from '../dataplane/report.ts';
import type { ScaledClock } from '../scaled-clock.ts';
import { ensuring } from './ensure-data-plane.ts';
import { httpCheck } from './http-check.ts';
import type { Remote } from './remote.ts';

/** 30 tries, 2 s apart, while a version is starting (004-35); one that has started gets three, close together. */
const TRIES_STARTING = 30;
const PAUSE_STARTING_MS = 2_000;
const TRIES = 3;
const PAUSE_MS = 300;

/** Health first, then the configured checks one after the other. `p99Ms` is the latency ceiling of a service's tier (K5). */
export function createChecks(home: string, clock: ScaledClock, p99Ms: (service: ServiceName) => number): Checks {
  const remote = ensuring(home, clock);
  return {
    async run(service, environment, checks) {
      const health = await checkHealth(remote, service, environment);
      const results: CheckResult[] = [health.result];
      for (const check of checks)
        results.push({
          name: check.name,
          kind: check.kind,
          ...(health.result.passed
            ? await runCheck(remote, service, environment, check, health.port, p99Ms(service))
            : { passed: false, detail: 'not run: the service is not healthy' }),
        });
      return results;
    },
  };
}

async function checkHealth(
  remote: Remote,
  service: ServiceName,
  environment: Environment,
): Promise<{ readonly port: number; readonly result: CheckResult }> {
  for (let tries = 1; ; tries += 1) {
    const target = await lookUp(remote, service, environment);
    const problem = target ? await probeHealth(target.port, target.health) : 'the service is not served here';
    const result = { name: 'service-health', kind: 'service-health' } as const;
    const port = target?.port ?? 0;
    if (problem === null) return { port, result: { ...result, passed: true, detail: 'answered 200' } };
    const starting = target !== undefined && isStarting(target);
    if (tries >= (starting ? TRIES_STARTING : TRIES)) {
      const detail = `${target?.health ?? 'health'}: ${problem} (try ${tries})`;
      return { port, result: { ...result, passed: false, detail } };
    }
    await sleep(starting ? PAUSE_STARTING_MS : PAUSE_MS);
  }
}

async function lookUp(
  remote: Remote,
  service: ServiceName,
  environment: Environment,
): Promise<TargetReport | undefined> {
  const { targets } = await remote.call('report', {});
  return targets.find((target) => target.service === service && target.environment === environment);
}

function isStarting({ shift, versions }: TargetReport): boolean {
  return shift?.state === 'STARTING' || (versions.length > 0 && versions.every(({ pid }) => pid === null));
}

type Finding = Pick<CheckResult, 'passed' | 'detail'>;

async function runCheck(
  remote: Remote,
  service: ServiceName,
  environment: Environment,
  check: Check,
  port: number,
  p99Ms: number,
): Promise<Finding> {
  if (!('command' in check)) return httpCheck(`http://127.0.0.1:${port}`, check, p99Ms);
  const { command, timeoutSeconds } = check;
  const result = await remote
    .call('runCommand', { service, environment, command, timeoutSeconds })
    .catch((error: unknown) => {
      // The version went away since it was healthy: the check has failed, the step has not.
      if (error instanceof InvalidInput) return { exitCode: null, timedOut: false, output: error.message };
      throw error;
    });
  if (result.timedOut)
    return { passed: false, detail: `did not end within ${timeoutSeconds} s\n${result.output}`.trim() };
  const passed = result.exitCode === 0;
  return { passed, detail: `exit code ${result.exitCode ?? 'none'}\n${result.output}`.trim() };
}
