import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetAliasCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditRecord } from '../../../core/contracts/audit-record.ts';
import { changeSubmittedSchema, type ChangeSubmitted } from '../../../core/contracts/change-submitted.ts';
import type { CommitSha, ReleaseId } from '../../../core/contracts/ids.ts';
import type { Release } from '../../../core/contracts/release.ts';
import { releaseIdOf } from '../../../core/release/release-id.ts';
import { createDynamoAuditLog } from '../../../lambdas/adapters/dynamo-audit-log.ts';
import { createDynamoControls } from '../../../lambdas/adapters/dynamo-controls.ts';
import { createDynamoReleases } from '../../../lambdas/adapters/dynamo-releases.ts';
import { visit, type Visited } from './visit.ts';
import { SOURCE, WEBHOOK_SECRET, type World } from './world.ts';

const PATIENCE_MS = 240_000;
const LOOK_MS = 500;
const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:interlock-release';

type Mail = { readonly To: readonly string[]; readonly Subject: string; readonly BodyText: string };

/** What a team does with its deployment, and what can be seen of it from outside. */
export function deploymentOf({ url: endpoint, publicUrl, now, repository }: World) {
  const dynamo = new DynamoDBClient({ endpoint });
  const events = new EventBridgeClient({ endpoint });
  const lambda = new LambdaClient({ endpoint });
  const states = new SFNClient({ endpoint });
  const releases = createDynamoReleases(dynamo, { table: 'interlock-releases' });
  const auditLog = createDynamoAuditLog(dynamo, { table: 'interlock-audit', clock: { now }, agentVersion: 'test' });

  const controls = createDynamoControls(dynamo, { table: 'interlock-deployments', clock: { now } });

  const until = async <T>(what: string, look: () => Promise<T | null>): Promise<T> => {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(LOOK_MS)) {
      const seen = await look();
      if (seen !== null) return seen;
    }
    const at = (await releases.list()).map(({ releaseId, at, outcome }) => `${releaseId} ${outcome ?? at}`);
    throw new Error(`waited in vain for ${what}: ${at.join(', ')}`);
  };
  const mails = async (): Promise<readonly Mail[]> => {
    const answer = await fetch(`${endpoint}/_ministack/ses/messages`);
    const { messages } = (await answer.json()) as { readonly messages: Readonly<Record<string, readonly Mail[]>> };
    return Object.values(messages).flat();
  };

  const endOf = async (releaseId: ReleaseId): Promise<string> =>
    `${(await releases.get(releaseId))?.outcome}: ${(await auditLog.records(releaseId)).at(-1)?.rationale}`;

  return {
    until,
    mails,
    changeOf: (branch: string, head: CommitSha): ChangeSubmitted =>
      changeSubmittedSchema.parse({
        kind: 'change.submitted',
        version: 1,
        source: SOURCE,
        repository: 'github:acme/shop',
        change: `branch/${branch}`,
        service: 'shop',
        base: repository.initial,
        head,
        title: branch,
        description: '',
        submittedBy: { id: 'ci', kind: 'SYSTEM', authenticated: true },
        trigger: 'SCHEDULE',
        at: new Date(now()).toISOString(),
      }),
    /** Puts the one event that starts a release on the bus. */
    async submit(change: ChangeSubmitted): Promise<ReleaseId> {
      const Detail = JSON.stringify(change);
      const entry = { EventBusName: 'interlock-changes', Source: 'interlock', DetailType: 'change.submitted', Detail };
      const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries: [entry] }));
      if (FailedEntryCount !== 0) throw new Error('the bus did not take the event');
      return releaseIdOf(change);
    },
    /** Delivers a signed pull request as GitHub does. */
    webhook(payload: object, secret = WEBHOOK_SECRET): Promise<Visited> {
      const body = JSON.stringify(payload);
      const headers = {
        'content-type': 'application/json',
        'x-github-event': 'pull_request',
        'x-github-delivery': randomUUID(),
        'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      };
      return visit(`${publicUrl}/webhooks/github`, { method: 'POST', headers, body });
    },
    /** The link in the approval mail of a release. */
    approvalLink: (releaseId: ReleaseId): Promise<string> =>
      until(`the approval mail of ${releaseId}`, async () => {
        if ((await releases.get(releaseId))?.status === 'CLOSED') throw new Error(await endOf(releaseId));
        const mail = (await mails()).find(
          (m) => m.Subject.startsWith('Approval needed') && m.BodyText.includes(releaseId),
        );
        return mail === undefined ? null : (/https?:\S+\/holds\/\S+/.exec(mail.BodyText)?.[0] ?? null);
      }),
    /** How a release ended and why, as `OUTCOME: reason`. */
    ended: (releaseId: ReleaseId): Promise<string> =>
      until(`the end of ${releaseId}`, async () =>
        (await releases.get(releaseId))?.status === 'CLOSED' ? endOf(releaseId) : null,
      ),
    /** Why the artifact of a release may not come back; null when it may. */
    async quarantined(releaseId: ReleaseId): Promise<string | null> {
      const { digest = null, change } = (await releases.get(releaseId)) ?? {};
      return digest === null || change === undefined ? null : controls.quarantine(change.service, digest);
    },
    records: (releaseId: ReleaseId): Promise<readonly AuditRecord[]> => auditLog.records(releaseId),
    all: (): Promise<readonly Release[]> => releases.list(),
    /** Executions of the release machine with this name. */
    async executions(name: string): Promise<number> {
      const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn: MACHINE }));
      return executions.filter((execution) => execution.name === name).length;
    },
    /** What an alias serves: its version's description, and the other versions with weights. */
    async serves(environment: 'production' | 'staging') {
      const FunctionName = `guarded-shop-${environment}`;
      const alias = await lambda.send(new GetAliasCommand({ FunctionName, Name: 'live' }));
      const { Description } = await lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName, Qualifier: alias.FunctionVersion! }),
      );
      return { commit: Description?.split(' ')[1], weights: alias.RoutingConfig?.AdditionalVersionWeights ?? {} };
    },
    /** All that the functions of Interlock have logged. */
    async logs(): Promise<string> {
      const { logGroups } = await logsCall<{ logGroups: { logGroupName: string }[] }>(endpoint, 'DescribeLogGroups', {
        logGroupNamePrefix: '/aws/lambda/interlock-',
      });
      const texts: string[] = [];
      for (const { logGroupName } of logGroups)
        for (let nextToken: string | undefined; ;) {
          const page = await logsCall<{ events: { message: string }[]; nextToken?: string }>(
            endpoint,
            'FilterLogEvents',
            {
              logGroupName,
              ...(nextToken && { nextToken }),
            },
          );
          texts.push(...page.events.map(({ message }) => message));
          nextToken = page.nextToken;
          if (nextToken === undefined) break;
        }
      return texts.join('\n');
    },
    /** The task tokens that holds were opened with. */
    async taskTokens(): Promise<readonly string[]> {
      const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: 'interlock-holds' }));
      return Items.flatMap((item) => Object.entries(item)).flatMap(([name, value]) =>
        /token/i.test(name) && value.S !== undefined ? [value.S] : [],
      );
    },
    end: () => [dynamo, events, lambda, states].forEach((client) => client.destroy()),
  };
}
export type Deployment = ReturnType<typeof deploymentOf>;

/** CloudWatch Logs has no client here: only tests read logs. */
async function logsCall<T>(endpoint: string, operation: string, input: object): Promise<T> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Logs_20140328.${operation}`,
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`${operation} answered ${answer.status}`);
  return (await answer.json()) as T;
}
