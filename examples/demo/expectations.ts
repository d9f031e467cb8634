import type { ReleaseView } from '../../cli/release-view.ts';
import type { DataPlaneReport } from '../../embedded/dataplane/report.ts';
import type { ChangeName } from '../make-shop.ts';

/** What was seen of one change when it had ended. */
export type Seen = {
  readonly view: ReleaseView;
  readonly servedAfter: DataPlaneReport | null;
  readonly page: string | null;
  /** Why these bytes may not come back; null when they may. */
  readonly quarantine: string | null;
};
export type Expectation = { readonly what: string; readonly met: boolean };

const events = (view: ReleaseView) => view.steps.map((s) => s.event);
const phase = (view: ReleaseView, name: string) => view.shifts.find((s) => s.phase === name);

/** What each change has to show; the demo fails when one is not met. */
export function expectationsOf(name: ChangeName, seen: Seen, before: string): Expectation[] {
  const { view, servedAfter, page, quarantine } = seen;
  const { outcome } = view.release;
  const production = servedAfter?.targets.find((t) => t.environment === 'production');
  const alone = production?.versions.length === 1 ? production.versions[0] : undefined;
  const stillOld: Expectation = {
    what: `the version from before serves 100 % (${before.slice(0, 8)})`,
    met: alone?.commit === before && alone.weight === 100,
  };
  const harmful: Expectation[] = [
    { what: 'ROLLED_BACK', met: outcome === 'ROLLED_BACK' },
    {
      what: 'stopped by the judge at the canary',
      met: phase(view, 'CANARY')?.because?.rule === 'judge' && phase(view, 'CANARY')?.analysis?.verdict === 'FAIL',
    },
    { what: 'quarantined', met: quarantine !== null },
    { what: 'withdrawn before anybody was asked', met: !events(view).includes('hold.opened') },
    stillOld,
  ];
  switch (name) {
    case 'good':
      return [
        { what: 'DEPLOYED', met: outcome === 'DEPLOYED' },
        {
          what: 'approved by a person through the page',
          met: view.holds.some(
            (h) => h.kind === 'APPROVAL' && h.status.kind === 'ENDED' && h.status.answer === 'APPROVED',
          ),
        },
        {
          what: 'after a time lock',
          met: view.holds.some(
            (h) => h.kind === 'TIME_LOCK' && h.status.kind === 'ENDED' && h.status.answer === 'ELAPSED',
          ),
        },
        { what: 'with a permit', met: events(view).includes('permit.issued') },
        {
          what: 'the new version serves 100 %',
          met: alone?.commit === view.release.change.head && alone.weight === 100,
        },
      ];
    case 'slow':
    case 'failing':
      return harmful;
    case 'leaked-credential': {
      const secret = view.findings.find((f) => f.category === 'secret');
      return [
        { what: 'REJECTED', met: outcome === 'REJECTED' },
        {
          what: `the gate names file and line (${secret?.file ?? 'no file'}:${secret?.line ?? '?'})`,
          met: secret?.file !== undefined && secret.line !== undefined,
        },
        { what: 'nothing was shifted', met: view.shifts.length === 0 },
      ];
    }
    case 'schema-migration':
      return [
        { what: 'class HIGH', met: view.verdict?.riskClass === 'HIGH' },
        {
          what: 'waited for a person, who read why: schema-change',
          met: view.verdict?.triggers.includes('schema-change') === true && page?.includes('schema-change') === true,
        },
        {
          what: 'REJECTED by that person',
          met:
            outcome === 'REJECTED' &&
            view.holds.some((h) => h.status.kind === 'ENDED' && h.status.answer === 'REJECTED'),
        },
        stillOld,
      ];
    case 'docs-only':
      return [
        { what: 'DEPLOYED', met: outcome === 'DEPLOYED' },
        {
          what: 'recorded, with the steps that were left out',
          met: view.verdict?.plan.kind === 'RECORD_ONLY' && view.verdict.plan.skipped.length > 0,
        },
        { what: 'nothing was shifted', met: view.shifts.length === 0 },
      ];
  }
}
