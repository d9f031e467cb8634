import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts the wildcards among these resources or actions, each finding by its own id and with the reason why it cannot
 * be narrower. A wildcard that nobody gave a reason for stays an open finding, and synth fails.
 */
export function acknowledgeWildcards(
  scope: IConstruct,
  kind: 'Action' | 'Resource',
  values: readonly string[],
  reason: string,
): void {
  const wild = values.map((value) => flat(Stack.of(scope).resolve(value))).filter((value) => value.includes('*'));
  Validations.of(scope).acknowledge(...wild.map((value) => ({ id: `AwsSolutions-IAM5[${kind}::${value}]`, reason })));
}

/** A CloudFormation value as cdk-nag writes it in a finding's id. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const node = value as { Ref?: string; 'Fn::Join'?: [string, unknown[]]; 'Fn::GetAtt'?: string[] };
  if (node['Fn::Join']) return node['Fn::Join'][1].map(flat).join(node['Fn::Join'][0]);
  if (node['Fn::GetAtt']) return `<${node['Fn::GetAtt'].join('.')}>`;
  if (node.Ref) return `<${node.Ref}>`;
  return JSON.stringify(value);
}
