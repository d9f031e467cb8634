import type { StepName } from '../../lib/step-shapes.ts';

const releaseId = `rel-${'0'.repeat(20)}`;
const change = {
  kind: 'change.submitted',
  version: 1,
  source: { kind: 'GITHUB', owner: 'example', name: 'shop' },
  repository: 'example/shop',
  change: 'pr/1',
  service: 'shop',
  base: 'a'.repeat(40),
  head: 'b'.repeat(40),
  title: 'A change',
  description: '',
  submittedBy: { id: 'ann', kind: 'PERSON', authenticated: true },
  trigger: 'WEBHOOK',
  at: '2026-01-01T00:00:00.000Z',
};

/** An HTTP API's request, payload 2.0. */
const request = (method: string, path: string, headers: Readonly<Record<string, string>>, body?: string) => ({
  version: '2.0',
  routeKey: `${method} ${path}`,
  rawPath: path,
  rawQueryString: '',
  headers: { host: 'example.execute-api.eu-west-1.amazonaws.com', ...headers },
  requestContext: {
    http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: '' },
    stage: '$default',
  },
  isBase64Encoded: false,
  ...(body === undefined ? {} : { body }),
});

/** A request that AWS has proved to be somebody's. */
const operation = (body: object) => {
  const { requestContext, ...rest } = request('POST', '/operations', {}, JSON.stringify(body));
  const iam = { userArn: 'arn:aws:iam::000000000000:user/ann' };
  return { ...rest, requestContext: { ...requestContext, accountId: '000000000000', authorizer: { iam } } };
};

const nothing = {
  ...{ requests: 0, errors: 0, errorRate: null, p50Ms: null, p95Ms: null, p99Ms: null },
  ...{ cpuPercent: null, memoryPercent: null, healthChecks: 0, failedHealthChecks: 0 },
};
const question = {
  ...{
    phase: 'CANARY',
    verdict: null,
    plannedSeconds: 600,
    watchedSeconds: 600,
    newVersion: nothing,
    oldVersion: null,
  },
  ...{ past: null, course: [], tests: [], proof: null, needed: null, data: null, checks: [] },
  limits: { errorRate: 0.01, p99Ms: 800, errorTimes: 2, p99Times: 3, cpuPercent: 80, memoryPercent: 85 },
};

/** What each step is called with, so that it gets as far as its first call to AWS. */
export const events: Readonly<Record<StepName, unknown>> = {
  'open-release': { releaseId, event: change },
  'review-change': { releaseId },
  'run-gates': { releaseId, taskToken: 't' },
  decide: { releaseId },
  'take-lock': { releaseId },
  'start-shift': { releaseId, phase: 'CANARY' },
  'observe-shift': { releaseId, phase: 'CANARY', watch: null },
  'end-shift': { action: 'STOP', releaseId, phase: 'CANARY' },
  'analyse-shift': { question, maxTokens: 1500, timeoutSeconds: 30 },
  'open-hold': { releaseId, gate: 'APPROVAL', taskToken: 't' },
  'issue-permit': { releaseId },
  'close-release': { releaseId },
  intake: change,
  webhook: request('POST', '/webhooks/github', { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }, '{}'),
  'pull-request': {
    version: 1,
    key: 'c'.repeat(64),
    deliveryId: 'd',
    delivery: {
      ...{ owner: 'example', name: 'shop', number: 1, base: change.base, head: change.head },
      ...{ title: '', description: '', by: { login: 'ann', bot: false }, at: change.at },
    },
  },
  'codecommit-event': {
    source: 'aws.codecommit',
    'detail-type': 'CodeCommit Pull Request State Change',
    account: '000000000000',
    time: '2026-01-01T00:00:00Z',
    detail: {
      event: 'pullRequestCreated',
      pullRequestId: '1',
      pullRequestStatus: 'Open',
      repositoryNames: ['shop'],
      sourceCommit: 'b'.repeat(40),
      destinationCommit: 'a'.repeat(40),
      destinationReference: 'refs/heads/main',
      callerUserArn: 'arn:aws:iam::000000000000:user/ann',
    },
  },
  'start-release': change,
  'gates-ended': {
    detail: { 'build-id': 'arn:aws:codebuild:eu-west-1:000000000000:build/gates:1', 'build-status': 'FAILED' },
  },
  'answer-hold': { kind: 'DEADLINE', holdId: 'h' },
  'hold-page': request('GET', '/holds/abc', {}),
  janitor: {},
  operate: operation({ kind: 'CANCEL', releaseId, reason: 'not now' }),
};

const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:000000000000:${rest}`;

/** Every variable that some step needs, invented; nothing here reaches an account. */
export const environment = (url: string): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: url,
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_SESSION_TOKEN: 'bench',
  AUDIT_TABLE: 'audit',
  EVIDENCE_BUCKET: 'evidence',
  RELEASES_TABLE: 'releases',
  SETTINGS_PARAMETER: '/interlock/settings',
  HOLDS_TABLE: 'holds',
  HOLD_BELL_ROLE_ARN: arn('iam', 'role/bell'),
  HOLD_BELL_TARGET_ARN: arn('lambda', 'function:bell'),
  HOLD_SCHEDULE_GROUP: 'bells',
  DEPLOYMENTS_TABLE: 'deployments',
  DEPLOYMENTS_PREFIX: 'interlock-',
  GATES_PROJECT_PREFIX: 'gates',
  RELEASE_MACHINE_ARN: arn('states', 'stateMachine:release'),
  LINK_SECRET_ARN: arn('secretsmanager', 'secret:link'),
  MAIL_FROM: 'interlock@example.com',
  NOTICE_TOPIC_ARN: arn('sns', 'notices'),
  PUBLIC_URL: 'https://example.com',
  BUS_NAME: 'changes',
  GITHUB_API_URL: url,
  GITHUB_APP_SECRET_ARN: arn('secretsmanager', 'secret:app'),
  WEBHOOK_SECRET_ARN: arn('secretsmanager', 'secret:webhook'),
  REPOSITORY: 'github:example/shop',
  REVIEWER: JSON.stringify({ kind: 'bedrock' }),
});
