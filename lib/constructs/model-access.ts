import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { arnOf } from '../names.ts';
import type { Step } from './step.ts';

type Props = {
  /** Ids of foundation models or of inference profiles in this region. */
  readonly models: readonly string[];
};

/** Which models may be asked. The reviewer gets this and nothing that could act. */
export class ModelAccess extends Construct {
  private readonly arns: string[];

  constructor(scope: Construct, id: string, { models }: Props) {
    super(scope, id);
    this.arns = models.flatMap((model) => this.arnsOf(model));
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
