import {
  ListRulesCommand,
  ListTargetsByRuleCommand,
  TestEventPatternCommand,
  type EventBridgeClient,
} from '@aws-sdk/client-eventbridge';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { randomUUID } from 'node:crypto';

type AwsEvent = { readonly source: string; readonly 'detail-type': string; readonly detail: object };

/**
 * An event of AWS itself, which nobody else may put on a bus: it goes to the functions of every deployed rule of the
 * default bus whose pattern it matches. Throws when a function fails, or when no rule wants the event.
 */
export async function deliverEvent(events: EventBridgeClient, lambda: LambdaClient, event: AwsEvent): Promise<void> {
  const envelope = {
    version: '0',
    id: randomUUID(),
    account: '000000000000',
    time: new Date().toISOString(),
    region: 'us-east-1',
    resources: [],
    ...event,
  };
  const Event = JSON.stringify(envelope);
  const { Rules = [] } = await events.send(new ListRulesCommand({}));
  const wanting: string[] = [];
  for (const { Name, EventPattern } of Rules) {
    if (EventPattern === undefined) continue;
    const { Result } = await events.send(new TestEventPatternCommand({ EventPattern, Event }));
    if (Result) wanting.push(Name!);
  }
  if (wanting.length === 0) throw new Error(`no rule wants ${event['detail-type']}`);
  for (const Rule of wanting)
    for (const { Arn } of (await events.send(new ListTargetsByRuleCommand({ Rule }))).Targets ?? [])
      await deliver(lambda, Arn!, Event);
}

/** A fault is tried again, as EventBridge does. */
async function deliver(lambda: LambdaClient, FunctionName: string, Payload: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { FunctionError, Payload: said } = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
    if (FunctionError === undefined) return;
    if (tries === 5) throw new Error(`${FunctionName}: ${said?.transformToString() ?? FunctionError}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
