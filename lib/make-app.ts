import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { StepCode } from './bundle-steps.ts';
import { applyEmulatorGaps } from './emulator-gaps.ts';
import { ExampleStack } from './example-stack/example-stack.ts';
import { InterlockStack } from './interlock-stack.ts';
import { loadConfig } from './load-config.ts';
import { loadStackSettings } from './stack-settings.ts';

/** The files that the app reads, unless its context names others. */
export const DEFAULTS = { config: 'interlock.yaml', aws: 'interlock.aws.yaml' };

/**
 * The CDK app. Context: `config` and `aws` are the two files it reads; `example=true`
 * adds the example of a service; `emulator=true` leaves out what the emulator does not have. Account and region come from whoever deploys: the template names neither, so synth needs none.
 */
export function makeApp(code: StepCode, props: AppProps = {}): App {
  const app = new App(props);
  const of = (name: keyof typeof DEFAULTS) => String(app.node.tryGetContext(name) ?? DEFAULTS[name]);
  const stack = new InterlockStack(app, 'Interlock', {
    config: loadConfig(of('config')),
    aws: loadStackSettings(of('aws')),
    code,
  });
  const stacks = [
    stack,
    ...(String(app.node.tryGetContext('example')) === 'true' ? [new ExampleStack(app, 'Example')] : []),
  ];
  if (String(app.node.tryGetContext('emulator')) === 'true') stacks.forEach(applyEmulatorGaps);
  else Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
