import { checksDue } from '../../core/canary/checks-due.ts';
import { addPing, type Pings } from '../../core/canary/pings.ts';
import type { Analysis } from '../../core/contracts/analysis.ts';
import type { Phase } from '../../core/contracts/shift.ts';
import { serviceOf, type ReleaseContext } from '../kit/release-context.ts';
import type { CheckResult, ShiftStatus } from '../ports.ts';
import type { Deps } from './deps.ts';
import type { Watch } from './watch.ts';

type Ran = {
  /** Of everything, where everything was due: each of them has to pass. */
  readonly checks: readonly CheckResult[] | null;
  /** Whatever was asked, for the evidence. */
  readonly seen: readonly CheckResult[] | null;
  readonly pings: Pings;
};

/** Asks of the service what this look has to ask (core/canary/checks-due.ts); null where nothing is due. */
export async function runChecks(
  deps: Deps,
  { release, settings }: ReleaseContext,
  watch: Watch,
  look: {
    readonly phase: Phase;
    readonly state: ShiftStatus['state'] | null;
    readonly elapsedSeconds: number | null;
    readonly analysis: Analysis | null;
  },
): Promise<Ran> {
  const { plannedSeconds, checkedAtStart, pings } = watch;
  const due = checksDue({ ...look, plannedSeconds, checkedAtStart, pings });
  if (due === 'NONE') return { checks: null, seen: null, pings };
  const seen = await deps.checks.run(
    release.change.service,
    look.phase === 'STAGING' ? 'staging' : 'production',
    due === 'ALL' ? serviceOf(settings, release).checks : [],
  );
  return {
    checks: due === 'ALL' ? seen : null,
    seen,
    pings: look.phase === 'WATCH' ? addPing(pings, seen) : pings,
  };
}
