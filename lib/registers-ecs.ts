import { App } from 'aws-cdk-lib';
import { DEFAULTS } from './make-app.ts';
import { loadStackSettings } from './stack-settings.ts';

/** Whether a service that runs in ECS is registered. Asked before the app is made, since the steps' code comes first. */
export function registersEcs(): boolean {
  const file = String(new App().node.tryGetContext('aws') ?? DEFAULTS.aws);
  return loadStackSettings(file).targets.some(({ production, staging }) =>
    [production, staging].some((target) => target?.kind === 'ECS'),
  );
}
