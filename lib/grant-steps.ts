import type { AuditLog } from './constructs/audit-log.ts';
import type { Deployments } from './constructs/deployments.ts';
import type { Document, Evidence } from './constructs/evidence.ts';
import type { Gates } from './constructs/gates.ts';
import type { Holds } from './constructs/holds.ts';
import type { HouseTable } from './constructs/house-table.ts';
import type { Intake } from './constructs/intake.ts';
import type { Mail } from './constructs/mail.ts';
import type { ModelAccess } from './constructs/model-access.ts';
import { grantExecutions } from './constructs/release-workflow.ts';
import type { Settings } from './constructs/settings.ts';
import type { Step } from './constructs/step.ts';
import type { VersionControl } from './constructs/version-control.ts';
import type { Web } from './constructs/web.ts';
import type { Steps } from './make-steps.ts';

export type House = {
  readonly auditLog: AuditLog;
  readonly evidence: Evidence;
  readonly settings: Settings;
  readonly releases: HouseTable;
  readonly holds: Holds;
  readonly deployments: Deployments;
  readonly gates: Gates;
  readonly mail: Mail;
  readonly models: ModelAccess;
  readonly vcs: VersionControl;
  readonly intake: Intake;
  readonly web: Web;
};

/** Who may do what: one paragraph a step, after its `deps.ts`. */
export function grantSteps(steps: Steps, house: House): void {
  const { auditLog, evidence, settings, releases, holds, deployments, gates, mail, models, vcs, intake, web } = house;
  /** `ContextPorts`: record, evidence, releases, settings. */
  const context = (step: Step, writes: readonly Document[], reads?: readonly Document[]) => {
    auditLog.grantAppend(step);
    evidence.grantRead(step, reads);
    evidence.grantWrite(step, writes);
    releases.grantReadWrite(step);
    settings.grantRead(step);
  };
  /** stopRelease and closing: what waits is woken. */
  const stop = (step: Step) => {
    holds.grantEnd(step);
    deployments.grantState(step, 'WRITE', ['gateRuns', 'builds']);
    gates.grantCancel(step);
  };
  const close = (step: Step) => {
    context(step, []);
    stop(step);
    deployments.grantGiveBack(step);
    deployments.grantState(step, 'WRITE', ['locks', 'killSwitches', 'quarantine', 'trust']);
    vcs.grantMark(step);
    mail.grantSend(step);
  };

  settings.grantRead(steps.intake);
  intake.grantPublish(steps.intake);
  // The one function that anybody may call knows the webhook's secret and hands over; it can start no release.
  vcs.grantVerifyWebhook(steps.webhook);
  intake.grantHandOver(steps.webhook);
  for (const step of [steps['pull-request'], steps['codecommit-event']]) {
    settings.grantRead(step);
    intake.grantPublish(step);
    vcs.name(step);
  }
  deployments.grantState(steps['pull-request'], 'WRITE', ['deliveries']);
  vcs.grantFindDefaultBranch(steps['codecommit-event']);
  grantExecutions(steps['start-release'], 'START');

  context(steps['open-release'], ['diff.patch', 'change.json', 'issue.json']);
  stop(steps['open-release']);
  vcs.grantRead(steps['open-release']);

  // Reads what it shows the model, asks the model, writes its report. It can touch nothing that acts.
  context(steps['review-change'], ['review.json'], ['diff.patch', 'change.json', 'review.json']);
  models.grantAsk(steps['review-change']);
  deployments.grantState(steps['review-change'], 'WRITE', ['budgets']);
  holds.grantSign(steps['review-change']);

  context(steps['run-gates'], []);
  deployments.grantState(steps['run-gates'], 'WRITE', ['gateRuns', 'builds']);
  gates.grantStart(steps['run-gates']);
  evidence.grantRequestBuild(steps['run-gates']);
  holds.grantAnswerTokens(steps['run-gates']);

  settings.grantRead(steps['gates-ended']);
  deployments.grantState(steps['gates-ended'], 'WRITE', ['gateRuns', 'builds', 'artifacts']);
  evidence.grantReadReport(steps['gates-ended']);
  holds.grantAnswerTokens(steps['gates-ended']);

  context(steps.decide, ['gates.json', 'facts.json', 'verdict.json']);
  gates.name(steps.decide);
  deployments.grantState(steps.decide, 'READ', ['gateRuns', 'killSwitches', 'quarantine', 'trust']);
  deployments.grantState(steps.decide, 'WRITE', ['budgets']);
  deployments.grantLook(steps.decide);
  deployments.grantMeasure(steps.decide);
  vcs.grantRead(steps.decide);

  context(steps['take-lock'], []);
  deployments.grantState(steps['take-lock'], 'WRITE', ['locks']);
  deployments.grantState(steps['take-lock'], 'READ', ['killSwitches', 'quarantine']);
  deployments.grantGiveBack(steps['take-lock']);
  grantExecutions(steps['take-lock'], 'LOOK');
  vcs.grantRead(steps['take-lock']);

  // The gate: the only one that publishes a version or starts a shift; it asks the alarms first.
  context(steps['start-shift'], ['shift-*.json'], ['shift-*.json']);
  deployments.grantDeploy(steps['start-shift']);
  deployments.grantState(steps['start-shift'], 'READ', ['locks', 'killSwitches']);
  deployments.grantCheck(steps['start-shift']);

  // The judge: measures, and moves nothing.
  context(steps['observe-shift'], ['shift-*.json'], ['shift-*.json']);
  deployments.grantFollow(steps['observe-shift']);
  deployments.grantState(steps['observe-shift'], 'READ', ['killSwitches']);
  deployments.grantMeasure(steps['observe-shift']);
  deployments.grantPast(steps['observe-shift']);
  deployments.grantCheck(steps['observe-shift']);

  // The change's trailers may lower what its release may spend, also on the analyst.
  context(steps['end-shift'], ['shift-*.json', 'incident.json'], ['shift-*.json', 'incident.json', 'change.json']);
  deployments.grantGiveBack(steps['end-shift']);
  deployments.grantState(steps['end-shift'], 'WRITE', ['killSwitches', 'quarantine', 'budgets']);
  deployments.grantCheck(steps['end-shift']);

  // The analyst: it asks the model about figures that it is handed. It reads nothing, writes nothing and can touch nothing.
  models.grantAskAlone(steps['analyse-shift']);

  context(steps['open-hold'], []);
  holds.grantOpen(steps['open-hold'], steps['answer-hold']);
  holds.grantSign(steps['open-hold']);
  mail.grantSend(steps['open-hold']);
  steps['open-hold'].env({ PUBLIC_URL: web.url });

  for (const step of [steps['answer-hold'], steps['hold-page']]) {
    context(step, []);
    holds.grantEnd(step);
    holds.grantSign(step);
  }

  // What people ask by command line: it ends holds and releases, and hands a submission on; it deploys nothing.
  context(steps.operate, [], ['verdict.json']);
  stop(steps.operate);
  deployments.grantState(steps.operate, 'WRITE', ['killSwitches']);
  intake.grantPublish(steps.operate);
  vcs.name(steps.operate);

  context(steps['issue-permit'], []);
  gates.name(steps['issue-permit']);
  deployments.grantState(steps['issue-permit'], 'READ', ['locks', 'killSwitches', 'quarantine', 'gateRuns']);
  deployments.grantState(steps['issue-permit'], 'WRITE', ['permits']);
  deployments.grantLook(steps['issue-permit']);
  deployments.grantCheck(steps['issue-permit']);
  holds.grantRead(steps['issue-permit']);
  vcs.grantRead(steps['issue-permit']);

  close(steps['close-release']);
  close(steps.janitor);
  grantExecutions(steps.janitor, 'LOOK');
}
