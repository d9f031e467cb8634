import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ReviewerConfig } from '../../core/contracts/config-reviewer.ts';
import { arnOf } from '../names.ts';
import type { Step } from './step.ts';

type Props = {
  /** Its model is a foundation model or an inference profile in this region. */
  readonly reviewer: ReviewerConfig;
};

/** Which model may be asked. The reviewer and the analyst get this and nothing that could act. */
export class ModelAccess extends Construct {
  private readonly reviewer: ReviewerConfig;
  private readonly arns: string[];

  constructor(scope: Construct, id: string, { reviewer }: Props) {
    super(scope, id);
    this.reviewer = reviewer;
    const asks = reviewer.kind === 'auto' || reviewer.kind === 'bedrock';
    this.arns = asks ? this.arnsOf(reviewer.model) : [];
  }

  /** For a step that may read no settings: which model it is stands in its environment. */
  grantAskAlone(step: Step): void {
    step.env({ REVIEWER: JSON.stringify(this.reviewer) });
    this.grantAsk(step);
  }

  grantAsk(step: Step): void {
    if (this.arns.length === 0) return;
    step.allow(['bedrock:InvokeModel'], this.arns, {
      because: 'An inference profile spreads its calls of one model over the regions of its area.',
    });
  }

  /** `us.`, `eu.` … before the model's id: an inference profile, which calls the model in several regions. */
  private arnsOf(model: string): string[] {
    const profile = /^[a-z]{2,6}\.(?=[a-z0-9-]+\.)/.exec(model);
    const foundation = (id: string, region: string) =>
      Stack.of(this).formatArn({
        service: 'bedrock',
        region,
        account: '',
        resource: 'foundation-model',
        resourceName: id,
      });
    if (profile === null) return [foundation(model, Stack.of(this).region)];
    return [arnOf(this, 'bedrock', 'inference-profile', model), foundation(model.slice(profile[0].length), '*')];
  }
}
