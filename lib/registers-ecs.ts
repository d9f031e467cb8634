import { App } from 'aws-cdk-lib';
import { DEFAULTS } from './make-app.ts';
import { loadStackSettings } from './stack-settings.ts';

/** Whether a service that runs in ECS is registered. Asked before the app is made, since the steps' code comes first. */
export function registersEcs(): boolean {
  // Only for its context: synthesized when the process ends, it would take the real app's place.
  const { node } = new App({ autoSynth: false });
  const file = String(node.tryGetContext('aws') ?? DEFAULTS.aws);
  return loadStackSettings(file).targets.some(({ production, staging }) =>
    [production, staging].some((target) => target?.kind === 'ECS'),
  );
}
