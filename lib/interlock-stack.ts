import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { servicesIn } from '../core/release/services-in.ts';
import type { StepCode } from './bundle-steps.ts';
import { AlarmChannels } from './constructs/alarm-channels.ts';
import { AuditLog } from './constructs/audit-log.ts';
import { BreakGlass } from './constructs/break-glass.ts';
import { CommandLine } from './constructs/command-line.ts';
import { Deployments } from './constructs/deployments.ts';
import { Evidence } from './constructs/evidence.ts';
import { Gates } from './constructs/gates.ts';
import { Holds } from './constructs/holds.ts';
import { HouseTable } from './constructs/house-table.ts';
import { imageRepositories } from './constructs/image-repositories.ts';
import { Intake } from './constructs/intake.ts';
import { Janitor } from './constructs/janitor.ts';
import { Mail } from './constructs/mail.ts';
import { ModelAccess } from './constructs/model-access.ts';
import { OpsDashboard } from './constructs/ops-dashboard.ts';
import { OutcomeMetrics } from './constructs/outcome-metrics.ts';
import { registerTarget } from './constructs/register-target.ts';
import { releaseMachineArn, ReleaseWorkflow } from './constructs/release-workflow.ts';
import { Settings } from './constructs/settings.ts';
import { VersionControl } from './constructs/version-control.ts';
import { Web } from './constructs/web.ts';
import { grantSteps } from './grant-steps.ts';
import type { LoadedConfig } from './load-config.ts';
import { makeSteps } from './make-steps.ts';
import { repositoriesOf } from './repositories-of.ts';
import type { StackSettings } from './stack-settings.ts';
import { workflowSteps } from './workflow-steps.ts';

export type InterlockProps = StackProps & {
  readonly config: LoadedConfig;
  readonly aws: StackSettings;
  readonly code: StepCode;
};

/** Interlock in one account and region. This file wires; what each part is, its construct says. */
export class InterlockStack extends Stack {
  constructor(scope: Construct, id: string, { config: loaded, aws, code, ...props }: InterlockProps) {
    super(scope, id, { description: 'Interlock: the gate between whoever writes code and production', ...props });
    const { config } = loaded;
    const own = aws.repository ?? null;
    const repositories = repositoriesOf(config, own);
    const alarms = new AlarmChannels(this, 'Alarms', {
      emails: { PAGE: aws.alarmMails.page, TICKET: aws.alarmMails.ticket },
      runbookUrl: aws.runbookUrl,
    });
    const evidence = new Evidence(this, 'Evidence');
    const settings = new Settings(this, 'Settings', { config: loaded });
    const intake = new Intake(this, 'Intake', { alarms });
    const web = new Web(this, 'Web', { alarms });
    const house = {
      auditLog: new AuditLog(this, 'AuditLog'),
      evidence,
      settings,
      releases: new HouseTable(this, 'Releases', { name: 'releases', variable: 'RELEASES_TABLE' }),
      holds: new Holds(this, 'Holds', { releaseMachineArn: releaseMachineArn(this) }),
      deployments: new Deployments(this, 'Deployments', { evidence, config, existing: aws.targets }),
      gates: new Gates(this, 'Gates', {
        evidence,
        settings,
        repositories,
        imagesOf: (source) => imageRepositories(aws.targets, servicesIn(config, source, own)),
      }),
      mail: new Mail(this, 'Mail', { from: aws.mailFrom }),
      models: new ModelAccess(this, 'Models', { reviewer: config.reviewer }),
      vcs: new VersionControl(this, 'VersionControl', {
        githubApiUrl: aws.githubApiUrl,
        repositories,
        own,
      }),
      intake,
      web,
    };
    const steps = makeSteps(this, alarms, code);
    grantSteps(steps, house);

    const workflow = new ReleaseWorkflow(this, 'Workflow', { alarms, steps: workflowSteps(steps) });
    intake.onHandedOver(steps['pull-request']);
    intake.onSubmitted(steps['start-release']);
    intake.onCodeCommit(steps['codecommit-event'], house.vcs.repositoryArns);
    house.gates.onEnded(intake, steps['gates-ended']);
    web.route(
      '/holds/{link}',
      [HttpMethod.ANY],
      steps['hold-page'],
      'The link is the key: signed, for one approver and hold.',
    );
    web.route(
      '/webhooks/github',
      [HttpMethod.POST],
      steps.webhook,
      'GitHub signs every delivery; it is checked first.',
    );
    new CommandLine(this, 'CommandLine', { ...house, operate: steps.operate });
    new Janitor(this, 'Janitor', { step: steps.janitor, workflow, intake, alarms });
    new OutcomeMetrics(this, 'Outcomes', {
      closeRelease: steps['close-release'],
      reviewChange: steps['review-change'],
      endShift: steps['end-shift'],
      janitor: steps.janitor,
      alarms,
    });
    new BreakGlass(this, 'BreakGlass', { alarms });
    for (const target of aws.targets) registerTarget(this, target.service, target);
    new OpsDashboard(this, 'Operations', { workflow, steps: Object.values(steps), alarms: alarms.finish() });
    new CfnOutput(this, 'PublicUrl', { value: web.url, description: 'Approval page and webhooks' });
  }
}
