import type { CommitSha } from '../../../core/contracts/ids.ts';
import type { CheckResult, Checks } from '../../../lambdas/ports.ts';
import type { Version } from '../truth.ts';
import type { DeployerStore } from './deployer.ts';

/** Health of production by service: when a service is out, nothing there passes. */
export type Outages = Set<string>;

const result = (name: string, kind: CheckResult['kind'], passed: boolean): CheckResult => ({
  name,
  kind,
  passed,
  detail: passed ? 'answered 200' : 'answered 500',
});

/** Looks at what serves: in staging the version of the shift there, in production the one that runs. */
export function createChecks(
  { shifts }: DeployerStore,
  versions: ReadonlyMap<CommitSha, Version>,
  outages: Outages,
): Checks {
  const serves = (service: string, environment: string): boolean => {
    if (environment === 'production') return !outages.has(service);
    const shift = [...shifts.values()].findLast(
      ({ request, weight }) => request.service === service && request.environment === 'staging' && weight > 0,
    );
    return shift !== undefined && versions.get(shift.request.to.commit)!.passesStaging;
  };
  return {
    run: async (service, environment, checks) => {
      const passed = serves(service, environment);
      return [
        result('health', 'service-health', environment === 'staging' || passed),
        ...checks.map(({ name, kind }) => result(name, kind, passed)),
      ];
    },
  };
}
