import { CfnOutput } from 'aws-cdk-lib';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import type { LoadedConfig } from '../load-config.ts';
import { INTERLOCK } from '../names.ts';
import type { Step } from './step.ts';

/** SSM's limit of an advanced parameter. A config of twenty services with five checks each stays under it. */
const LIMIT_BYTES = 8192;

/**
 * `interlock.yaml` as it was checked at synth. What a decision is bound to is the hash over this and the policies, which
 * the steps compute from what they really read; the output lets people compare what is deployed with their file.
 */
export class Settings extends Construct {
  readonly parameter: StringParameter;

  constructor(scope: Construct, id: string, { config }: { readonly config: LoadedConfig }) {
    super(scope, id);
    const text = JSON.stringify(config.written);
    if (Buffer.byteLength(text) > LIMIT_BYTES)
      throw new Error(
        `${config.file}: found ${Buffer.byteLength(text)} bytes of JSON; expected at most ${LIMIT_BYTES}, which is what an SSM parameter holds`,
      );
    const hash = createHash('sha256').update(text).digest('hex');
    this.parameter = new StringParameter(this, 'Parameter', {
      parameterName: `/${INTERLOCK}/settings`,
      stringValue: text,
      description: `interlock.yaml, sha256 ${hash}`,
      tier: Buffer.byteLength(text) > 4096 ? ParameterTier.ADVANCED : ParameterTier.STANDARD,
    });
    new CfnOutput(this, 'Sha256', { value: hash, description: 'Of the settings parameter' });
  }

  grantRead(step: Step): void {
    step.env({ SETTINGS_PARAMETER: this.parameter.parameterName });
    step.allow(['ssm:GetParameter'], [this.parameter.parameterArn]);
  }
}
