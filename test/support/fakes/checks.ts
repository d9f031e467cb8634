import type { Environment } from '../../../core/contracts/shift.ts';
import type { CheckResult, Checks } from '../../../lambdas/ports.ts';

export type FakeChecks = Checks & {
  /** What an environment shows now. */
  readonly seen: Record<Environment, readonly CheckResult[]>;
  readonly ran: Environment[];
};

export const healthy: CheckResult = { name: 'health', kind: 'service-health', passed: true, detail: 'answered 200' };
export const unhealthy: CheckResult = { ...healthy, passed: false, detail: 'answered 500' };

export function fakeChecks(): FakeChecks {
  const checks: FakeChecks = {
    seen: { staging: [healthy], production: [healthy] },
    ran: [],
    run: async (_, environment) => {
      checks.ran.push(environment);
      return checks.seen[environment];
    },
  };
  return checks;
}
