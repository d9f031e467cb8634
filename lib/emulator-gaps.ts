import { Aspects, CfnResource, type IAspect, type Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Resource types that MiniStack 1.5.33 does not make; a stack with one of them rolls back there. The tests of the
 * template assert them instead. This list is the switch: nothing else in lib/ knows of the emulator.
 */
export const EMULATOR_LACKS: readonly string[] = [
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CodeDeploy::Application',
  'AWS::CodeDeploy::DeploymentConfig',
  'AWS::CodeDeploy::DeploymentGroup',
  'AWS::Events::Archive',
];

/** Leaves those resources out of a stack. Others refer to them by name, so nothing dangles. */
export function applyEmulatorGaps(stack: Stack): void {
  Aspects.of(stack).add(new LeaveOut());
}

class LeaveOut implements IAspect {
  visit(node: IConstruct): void {
    if (CfnResource.isCfnResource(node) && EMULATOR_LACKS.includes(node.cfnResourceType))
      node.node.scope?.node.tryRemoveChild(node.node.id);
  }
}
