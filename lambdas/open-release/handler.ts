import { changeFactsOf } from '../../core/change/change-facts.ts';
import type { ChangeSubmitted } from '../../core/contracts/change-submitted.ts';
import type { Config } from '../../core/contracts/config.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { ChangeFacts } from '../../core/contracts/facts.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { Release } from '../../core/contracts/release.ts';
import { domainOf, issueFactsOf } from '../../core/release/issue-facts.ts';
import { evidenceOf } from '../kit/evidence.ts';
import { recorder } from '../kit/recorder.ts';
import { hasService } from '../kit/release-context.ts';
import type { ChangeInspection } from '../ports.ts';
import type { Deps } from './deps.ts';
import { openedPayload } from './opened-payload.ts';
import { supersede } from './supersede.ts';

type Input = { readonly releaseId: ReleaseId; readonly event: ChangeSubmitted };

/** Collects the facts of the change, supersedes its older releases and writes the first audit record. */
export const createHandler =
  (deps: Deps) =>
  async ({ releaseId, event }: Input) => {
    const settings = await deps.settings.current();
    await deps.releases.create(fresh(releaseId, event, deps.clock.now()));
    const release = (await deps.releases.get(releaseId))!;
    // A repeated call must not open what was refused, whatever has changed since.
    if ((await deps.auditLog.records(releaseId)).some((r) => r.key === 'release.refused'))
      return { next: 'CLOSE' as const };
    const inspection = hasService(settings, event.service)
      ? await inspect(deps, event, settings.config.limits)
      : { refused: `service "${event.service}" is not configured` };
    if ('refused' in inspection) {
      await recorder(
        deps.auditLog,
        release,
      )({
        key: 'release.refused',
        event: 'release.refused',
        rationale: inspection.refused,
        payload: { title: event.title, trigger: event.trigger },
        actor: event.submittedBy,
      });
      return { next: 'CLOSE' as const };
    }

    const { facts } = inspection;
    const evidence = evidenceOf(deps.blobs, releaseId);
    await evidence.putDiff(inspection.diff);
    await evidence.put('change', facts);
    await evidence.put(
      'issue',
      issueFactsOf(
        facts.trailers,
        event.description,
        await previousResolutions(deps, release, domainOf(facts.trailers)),
      ),
    );
    await deps.releases.setEvidence(releaseId, { digest: inspection.digest, configHash: settings.hash });
    const opened = (await deps.releases.get(releaseId))!;
    await recorder(
      deps.auditLog,
      opened,
    )({
      key: 'release.opened',
      event: 'release.opened',
      rationale: event.title,
      payload: openedPayload(event, facts, inspection.diff),
      actor: event.submittedBy,
    });
    return { next: (await supersede(deps, opened)) ? ('COLLECT' as const) : ('CLOSE' as const) };
  };

function fresh(releaseId: ReleaseId, event: ChangeSubmitted, now: number): Release {
  return {
    releaseId,
    change: event,
    digest: null,
    configHash: null,
    openedAt: new Date(now).toISOString(),
    status: 'OPEN',
    at: 'open-release',
    stop: null,
    outcome: null,
    closedAt: null,
  };
}

type Inspected = ChangeInspection & { readonly facts: ChangeFacts };

/** What cannot be released because of what it is, ends as refused with a sentence for people, not as a fault. */
async function inspect(
  deps: Deps,
  event: ChangeSubmitted,
  limits: Config['limits'],
): Promise<Inspected | { refused: string }> {
  try {
    const inspection = await deps.vcs.inspect(event, Math.floor(limits.diffMb * 1024 * 1024));
    const authors = [...inspection.authors, event.submittedBy.id];
    const facts = changeFactsOf(inspection.diff, { authors, trailers: inspection.trailers });
    if (facts.files > limits.files)
      throw new InvalidInput(`the change has ${facts.files} files; expected at most ${limits.files}`);
    return { ...inspection, facts };
  } catch (error) {
    if (error instanceof InvalidInput) return { refused: error.message };
    throw error;
  }
}

/** Deployed releases of the same service and domain (001-45): counted from the record, not told by the change. */
async function previousResolutions(deps: Deps, release: Release, domain: string): Promise<number> {
  const closed = await deps.releases.list({ status: 'CLOSED', limit: 500 });
  const deployed = closed.filter((r) => r.outcome === 'DEPLOYED' && r.change.service === release.change.service);
  const issues = await Promise.all(deployed.map((r) => evidenceOf(deps.blobs, r.releaseId).find('issue')));
  return issues.filter((issue) => issue?.domain === domain).length;
}
