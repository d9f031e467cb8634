import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { AlarmChannels } from '../../lib/constructs/alarm-channels.ts';
import { ReleaseWorkflow } from '../../lib/constructs/release-workflow.ts';
import { makeSteps } from '../../lib/make-steps.ts';
import { workflowSteps } from '../../lib/workflow-steps.ts';

const textOf = (file: string) => readFileSync(`statemachines/${file}.asl.json`, 'utf8');
const release = textOf('release');
const trafficShift = textOf('traffic-shift');

function workflow(definitions?: { release: string; trafficShift: string }): Stack {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'S');
  const alarms = new AlarmChannels(stack, 'Alarms', {
    emails: { PAGE: ['page@example.com'], TICKET: ['ticket@example.com'] },
    runbookUrl: 'https://example.com/runbook',
  });
  const steps = workflowSteps(makeSteps(stack, alarms, () => Code.fromInline('exports.handler = () => {};')));
  new ReleaseWorkflow(stack, 'Workflow', { steps, alarms, ...(definitions ? { definitions } : {}) });
  return stack;
}

describe('synth proves the very definitions that it deploys (point 9)', () => {
  it('the shipped ones are proved and synthesized as they are', () => {
    const machines = Object.values(Template.fromStack(workflow()).findResources('AWS::StepFunctions::StateMachine'));
    const texts = machines.map(({ Properties }) => (Properties as { DefinitionString: string }).DefinitionString);
    expect(texts.sort()).toEqual([release, trafficShift].sort());
  });

  it.each([
    ['the lock is not asked', release.replace('"Next": "TakeLock"', '"Next": "Staging"'), trafficShift],
    [
      'a fault of the approval goes on',
      release.replaceAll('"Next": "AfterApproval"', '"Next": "TimeLock"'),
      trafficShift,
    ],
  ])('%s: refused, with the shortest path', (_, changed, shift) => {
    expect(changed).not.toBe(release);
    expect(() => workflow({ release: changed, trafficShift: shift })).toThrow(
      /not proved[^]*a production shift needs[^]*\n {2}OpenRelease\n[^]*Rollout\/Start/,
    );
  });

  it('a shift that proceeds without a look at what serves is refused too', () => {
    const changed = trafficShift.replace('"Next": "Verified"', '"Next": "Proceed"');
    expect(() => workflow({ release, trafficShift: changed })).toThrow(/a canary shift needs staging/);
  });
});
