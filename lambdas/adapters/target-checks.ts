import type { LambdaClient } from '@aws-sdk/client-lambda';
import { setTimeout as sleep } from 'node:timers/promises';
import { Terminal } from '../../core/contracts/errors.ts';
import type { Target } from '../../core/contracts/target.ts';
import type { CheckResult, Checks, SettingsSource } from '../ports.ts';
import { askAlias } from './ask-alias.ts';
import { askUrl } from './ask-url.ts';
import { checkRequest, type Answer, type Ask } from './check-request.ts';
import type { TargetRegistry } from './ssm-targets.ts';

type Options = {
  readonly targets: TargetRegistry;
  readonly settings: SettingsSource;
  /** Real milliseconds from any moment on. */
  readonly elapsed?: () => number;
  /** Waits real milliseconds; left out: really. */
  readonly pause?: (ms: number) => Promise<void>;
};

/** A function is there at once; what a cold start or a single fault spoils is asked again. */
const TRIES = 3;
const PAUSE_MS = 1_000;
/** An answer that takes longer is none (004-42). */
const SLOW_MS = 5_000;

/** Health first, then the configured checks one after the other, at the target's URL or else by calling its alias. */
export function createTargetChecks(lambda: LambdaClient, options: Options): Checks {
  const pause = options.pause ?? ((ms) => sleep(ms));
  const elapsed = options.elapsed ?? (() => performance.now());
  return {
    async run(service, environment, checks) {
      const { config } = await options.settings.current();
      const configured = config.services[service];
      if (configured === undefined) throw new Terminal(`service ${service} is not in the config any more`);
      const target = await options.targets.target(service, environment);
      const ask = askOf(lambda, target);
      const health = await checkHealth(ask, configured.health, { pause, elapsed });
      const results: CheckResult[] = [health];
      for (const check of checks) {
        const { name, kind } = check;
        const finding = !health.passed
          ? { passed: false, detail: 'not run: the service is not healthy' }
          : 'command' in check
            ? {
                passed: false,
                detail: 'not run: a command needs a checkout, which only one machine has; use a request',
              }
            : await checkRequest(ask, check, config.thresholds[configured.tier].p99Ms);
        results.push({ name, kind, ...finding });
      }
      return results;
    },
  };
}

function askOf(lambda: LambdaClient, target: Target): (request: Ask) => Promise<Answer> {
  const { url } = target;
  // Only a function can be called without an address; every other kind of target has one.
  if (target.kind === 'LAMBDA' && url === undefined) return (request) => askAlias(lambda, target, request);
  return (request) => (url === undefined ? Promise.resolve({ problem: 'it has no URL' }) : askUrl(url, request));
}

async function checkHealth(
  ask: (request: Ask) => Promise<Answer>,
  path: string,
  { pause, elapsed }: Required<Pick<Options, 'pause' | 'elapsed'>>,
): Promise<CheckResult> {
  const result = { name: 'service-health', kind: 'service-health' } as const;
  for (let tries = 1; ; tries += 1) {
    const began = elapsed();
    const problem = problemOf(await ask({ method: 'GET', path }), elapsed() - began);
    if (problem === null) return { ...result, passed: true, detail: 'answered 200' };
    if (tries === TRIES) return { ...result, passed: false, detail: `${path}: ${problem} (try ${tries})` };
    await pause(PAUSE_MS);
  }
}

function problemOf(answer: Answer, ms: number): string | null {
  if ('problem' in answer) return answer.problem;
  if (answer.status !== 200) return `status ${answer.status}`;
  return ms > SLOW_MS ? `answered after ${(ms / 1000).toFixed(1)} s, expected at most ${SLOW_MS / 1000} s` : null;
}
