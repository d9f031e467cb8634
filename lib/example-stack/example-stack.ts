import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { fileURLToPath } from 'node:url';
import { GuardedFunction, type GuardedFunctionProps } from '../guarded-function.ts';

type Props = StackProps & { readonly initial?: GuardedFunctionProps['initial'] };

/** The commit that the code was built of and the digest of its tree (`interlock digest REF` prints both). */
const INITIAL = { commit: '0'.repeat(40), digest: `sha256:${'0'.repeat(64)}` };

/** What a service team writes: its function, behind Interlock. */
export class ExampleStack extends Stack {
  readonly shop: GuardedFunction;

  constructor(scope: Construct, id: string, { initial = INITIAL, ...props }: Props = {}) {
    super(scope, id, props);
    this.shop = new GuardedFunction(this, 'Shop', {
      service: 'shop',
      code: Code.fromAsset(fileURLToPath(new URL('shop', import.meta.url))),
      initial,
      handler: 'index.handler',
      timeout: Duration.seconds(5),
      environment: { CURRENCY: 'EUR' },
      alarmAt: { errorsPerMinute: 10, p99Ms: 800 },
    });
  }
}
