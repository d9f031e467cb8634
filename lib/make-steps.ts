import type { Construct } from 'constructs';
import type { StepCode } from './bundle-steps.ts';
import type { AlarmChannels } from './constructs/alarm-channels.ts';
import { Step } from './constructs/step.ts';
import { type StepName, stepShapes } from './step-shapes.ts';

export type Steps = Readonly<Record<StepName, Step>>;

export function makeSteps(scope: Construct, alarms: AlarmChannels, code: StepCode): Steps {
  const names = Object.keys(stepShapes) as StepName[];
  return Object.fromEntries(
    names.map((name) => [name, new Step(scope, name, { ...stepShapes[name], code: code(name), alarms })]),
  ) as Steps;
}
