import { Stack, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { type HostedSource, nameOf } from '../../core/contracts/hosted-repository.ts';
import { INTERLOCK } from '../names.ts';
import type { Step } from './step.ts';

type Props = {
  readonly githubApiUrl: string;
  readonly repositories: readonly HostedSource[];
  /** What a service's path means. */
  readonly own: HostedSource | null;
};

const READ = ['GetBranch', 'GetCommit', 'GetDifferences', 'GetBlob', 'GetFolder', 'GetPullRequest', 'GetMergeCommit'];

/** Access to the commits: a GitHub App whose key the platform team puts into a secret, and CodeCommit by role. */
export class VersionControl extends Construct {
  private readonly app: Secret;
  private readonly webhook: Secret;
  private readonly props: Props;

  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id);
    this.props = props;
    this.app = this.secret('GitHubApp', 'github-app', 'App id and private key of the GitHub App, as JSON');
    this.webhook = this.secret('Webhook', 'github-webhook', 'Shared secret that GitHub signs its webhooks with');
  }

  grantRead(step: Step): void {
    step.env({ GITHUB_API_URL: this.props.githubApiUrl, GITHUB_APP_SECRET_ARN: this.app.secretArn });
    step.allow(['secretsmanager:GetSecretValue'], [this.app.secretArn]);
    this.codeCommit(step, READ);
  }

  /** Finds out what pull requests of CodeCommit aim at. */
  grantFindDefaultBranch(step: Step): void {
    this.codeCommit(step, ['GetRepository']);
  }

  /** Also notes in the repository what serves production. */
  grantMark(step: Step): void {
    this.grantRead(step);
    this.codeCommit(step, ['CreateBranch', 'DeleteBranch']);
  }

  /** Tells which repository is this deployment's own. */
  name(step: Step): void {
    const { own } = this.props;
    step.env({ REPOSITORY: own === null ? 'none' : nameOf(own) });
  }

  grantVerifyWebhook(step: Step): void {
    step.env({ WEBHOOK_SECRET_ARN: this.webhook.secretArn });
    step.allow(['secretsmanager:GetSecretValue'], [this.webhook.secretArn]);
  }

  get repositoryArns(): string[] {
    return this.props.repositories.flatMap((source) =>
      source.kind === 'CODECOMMIT' ? [Stack.of(this).formatArn({ service: 'codecommit', resource: source.name })] : [],
    );
  }

  private codeCommit(step: Step, actions: readonly string[]): void {
    const arns = this.repositoryArns;
    if (arns.length === 0) return;
    step.allow(
      actions.map((action) => `codecommit:${action}`),
      arns,
    );
  }

  private secret(id: string, name: string, description: string): Secret {
    const secret = new Secret(this, id, { secretName: `${INTERLOCK}/${name}`, description });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'GitHub holds the other half: it is changed there and here by hand (runbook).',
    });
    return secret;
  }
}
