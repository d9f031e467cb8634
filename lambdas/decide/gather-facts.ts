import { canaryFacts } from '../../core/canary/canary-facts.ts';
import { riskClassOf } from '../../core/change/risk-class-of.ts';
import type { ChangeFacts, Facts } from '../../core/contracts/facts.ts';
import type { GateRun } from '../../core/contracts/gate-result.ts';
import type { Release } from '../../core/contracts/release.ts';
import { configFacts } from '../../core/decide/config-facts.ts';
import { reviewFacts } from '../../core/review/review-facts.ts';
import { agentLabels } from '../../core/trust/agent-labels.ts';
import { trustLevelOf } from '../../core/trust/trust-level.ts';
import { serviceOf, type ReleaseContext } from '../kit/release-context.ts';
import { budgetOf } from './budget-of.ts';
import type { Deps } from './deps.ts';

/** Everything the decision reads, from the stores and the world, in one value. What is missing says so. */
export async function gatherFacts(deps: Deps, context: ReleaseContext, gates: GateRun | null): Promise<Facts> {
  const { release, evidence, settings } = context;
  const { config } = settings;
  const { service } = release.change;
  const now = deps.clock.now();
  const change = await evidence.get('change');
  const { tier } = serviceOf(settings, release);
  const { freeze, ...said } = configFacts(config, service, tier, now);
  const running = await deps.deployer.running(service, 'production');
  return {
    version: 1,
    service,
    ...said,
    submittedBy: release.change.submittedBy,
    change,
    issue: await evidence.get('issue'),
    gates: { status: gates?.status ?? 'MISSING', results: gates?.results ?? [] },
    review: reviewFacts(await evidence.find('review')),
    trust: await trustOf(deps, release.change, change, now),
    controls: {
      killSwitch: bounded(await deps.controls.killSwitch(service)),
      freeze,
      quarantine: bounded(
        release.digest === null ? 'the digest is not known' : await deps.controls.quarantine(service, release.digest),
      ),
    },
    budget: await budgetOf(deps, context, gates),
    canaryPower: canaryFacts(await deps.traffic.recent(service), tier, riskClassOf(change.signals).riskClass, config),
    containsRunning:
      running === null || (await deps.vcs.contains(release.change.source, release.change.head, running.commit)),
    at: new Date(now).toISOString(),
    settings: { hash: settings.hash, version: settings.version },
  };
}

/** A reason of any length is a reason; the facts have room for this much of it. */
const bounded = (reason: string | null) => reason?.slice(0, 500) ?? null;

async function trustOf(
  { trust }: Deps,
  { submittedBy, repository }: Release['change'],
  { signals, trailers }: ChangeFacts,
  now: number,
): Promise<Facts['trust']> {
  return trustLevelOf(await trust.entries(submittedBy.id, repository), {
    authenticated: submittedBy.authenticated,
    riskClass: riskClassOf(signals).riskClass,
    labels: agentLabels(trailers),
    now,
  });
}
