import type { ReleaseView } from '../../cli/release-view.ts';
import type { WayStep } from '../../core/report/way-picture.ts';

/** A release's way through the steps of the product, for the picture. */
export function wayOf(view: ReleaseView): WayStep[] {
  const has = (event: string) => view.steps.some((s) => s.event === event);
  const note = (event: string) => view.steps.find((s) => s.event === event)?.rationale ?? '';
  const shift = (phase: string): WayStep['status'] => {
    const result = view.shifts.find((s) => s.phase === phase)?.result;
    if (result === undefined || result === null) return 'SKIPPED';
    return result === 'PASSED' || result === 'INCONCLUSIVE' ? 'DONE' : 'FAILED';
  };
  const headline = (phase: string) => {
    const found = view.shifts.find((s) => s.phase === phase);
    return found?.because?.observed ?? '';
  };
  const hold = (kinds: readonly string[]): { status: WayStep['status']; note: string } => {
    const found = view.holds.find((h) => kinds.includes(h.kind));
    if (found === undefined) return { status: 'SKIPPED', note: '' };
    if (found.status.kind === 'OPEN') return { status: 'NOW', note: `until ${found.deadline}` };
    const yes = found.status.answer === 'APPROVED' || found.status.answer === 'ELAPSED';
    return { status: yes ? 'DONE' : 'FAILED', note: `${found.status.answer.toLowerCase()} by ${found.status.by}` };
  };
  const gatesFailed =
    view.findings.length > 0 || view.verdict?.because.children.find((c) => c.rule === 'gates')?.status === 'REJECT';
  return [
    {
      name: 'Submitted',
      status: has('release.opened') ? 'DONE' : 'FAILED',
      note: note('release.opened') || note('release.refused'),
    },
    { name: 'Review', status: view.reviewed ? 'DONE' : 'SKIPPED', note: note('review.ended') },
    {
      name: 'Gates',
      status: !has('gates.ended') ? 'SKIPPED' : gatesFailed ? 'FAILED' : 'DONE',
      note: note('gates.ended'),
    },
    {
      name: 'Decision',
      status: view.verdict === null ? 'SKIPPED' : view.verdict.route === 'REJECT' ? 'FAILED' : 'DONE',
      note: note('decision.made'),
    },
    { name: 'Staging', status: shift('STAGING'), note: headline('STAGING') },
    { name: 'Canary', status: shift('CANARY'), note: headline('CANARY') },
    { name: 'Approval', ...hold(['APPROVAL', 'CANCEL_WINDOW']) },
    { name: 'Time lock', ...hold(['TIME_LOCK']) },
    {
      name: 'Permit',
      status: has('permit.issued') ? 'DONE' : has('permit.denied') ? 'FAILED' : 'SKIPPED',
      note: note('permit.issued') || note('permit.denied'),
    },
    { name: 'Rollout', status: shift('ROLLOUT'), note: headline('ROLLOUT') },
    { name: 'Watch', status: shift('WATCH'), note: headline('WATCH') },
    {
      name: 'Closed',
      status: view.release.outcome === 'DEPLOYED' ? 'DONE' : view.release.outcome === null ? 'AHEAD' : 'FAILED',
      note: view.release.outcome ?? '',
    },
  ];
}
