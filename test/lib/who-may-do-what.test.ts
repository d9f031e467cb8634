import { describe, expect, it } from '@jest/globals';
import { statementsOf, synthesized } from './synth.ts';

const { template } = synthesized({ example: 'true' });
const all = [...statementsOf(template('Interlock')), ...statementsOf(template('Example'))];
const allowed = all.filter(({ statement }) => statement.Effect === 'Allow');
const whoMay = (action: string) =>
  [...new Set(allowed.filter((s) => s.actions.includes(action)).map((s) => s.of))].sort();
const mayDo = (of: string) => [...new Set(allowed.filter((s) => s.of === of).flatMap((s) => s.actions))].sort();

const RELEASE = 'Evidence and builds lie under ids that are made at run time';
const SERVICES = 'Service teams deploy after this stack; what is theirs is named guarded-*';
const EXECUTIONS = 'Executions of one machine; their names are release ids';
const NO_RESOURCE = 'The action has no resource in IAM';

/** Every wildcard that is allowed anywhere, and why it cannot be narrower. One that is not here fails the test. */
const REASONS: Readonly<Record<string, string>> = {
  's3:GetObject <Bucket>/releases/*/*': RELEASE,
  's3:GetObject <Bucket>/releases/*/change.json': RELEASE,
  's3:GetObject <Bucket>/releases/*/diff.patch': RELEASE,
  's3:GetObject <Bucket>/releases/*/review.json': RELEASE,
  's3:GetObject <Bucket>/releases/*/gates.json': RELEASE,
  's3:GetObject <Bucket>/releases/*/verdict.json': RELEASE,
  's3:GetObject <Bucket>/releases/*/shift-*.json': RELEASE,
  's3:GetObject <Bucket>/releases/*/incident.json': RELEASE,
  's3:PutObject <Bucket>/releases/*/incident.json': RELEASE,
  's3:PutObject <Bucket>/releases/*/change.json': RELEASE,
  's3:PutObject <Bucket>/releases/*/diff.patch': RELEASE,
  's3:PutObject <Bucket>/releases/*/issue.json': RELEASE,
  's3:PutObject <Bucket>/releases/*/review.json': RELEASE,
  's3:PutObject <Bucket>/releases/*/facts.json': RELEASE,
  's3:PutObject <Bucket>/releases/*/gates.json': RELEASE,
  's3:PutObject <Bucket>/releases/*/verdict.json': RELEASE,
  's3:PutObject <Bucket>/releases/*/shift-*.json': RELEASE,
  's3:GetObject <Bucket>/builds/*/gates.json': RELEASE,
  's3:GetObject <Bucket>/builds/*/artifact.zip': RELEASE,
  's3:PutObject <Bucket>/builds/*/request.json': RELEASE,
  's3:GetObject <Bucket>/builds/<Project>/*/request.json': RELEASE,
  's3:PutObject <Bucket>/builds/<Project>/*/gates.json': RELEASE,
  's3:PutObject <Bucket>/builds/<Project>/*/artifact.zip': RELEASE,
  'ssm:GetParameter parameter/interlock/targets/*': SERVICES,
  'lambda:GetAlias function:guarded-*': SERVICES,
  'lambda:GetFunctionConfiguration function:guarded-*': SERVICES,
  'lambda:InvokeFunction function:guarded-*': SERVICES,
  'lambda:PublishVersion function:guarded-*': SERVICES,
  'lambda:UpdateFunctionCode function:guarded-*': SERVICES,
  'codedeploy:BatchGetDeployments deploymentgroup:guarded-*/*': SERVICES,
  'codedeploy:CreateDeployment deploymentgroup:guarded-*/*': SERVICES,
  'codedeploy:GetDeployment deploymentgroup:guarded-*/*': SERVICES,
  'codedeploy:ListDeployments deploymentgroup:guarded-*/*': SERVICES,
  'codedeploy:StopDeployment deploymentgroup:guarded-*/*': SERVICES,
  'codedeploy:GetApplicationRevision application:guarded-*': SERVICES,
  'codedeploy:RegisterApplicationRevision application:guarded-*': SERVICES,
  'codedeploy:GetDeploymentConfig deploymentconfig:interlock-*': 'The two ways to shift; their figures are in the name',
  'cloudwatch:DescribeAlarms alarm:*': 'Owners name the alarms that they register',
  'cloudwatch:DescribeAlarms *': `${NO_RESOURCE}: CodeDeploy asks for all alarms of a group at once`,
  'cloudwatch:GetMetricData *': NO_RESOURCE,
  'cloudwatch:PutMetricData *': `${NO_RESOURCE}; a condition leaves one namespace`,
  'scheduler:CreateSchedule schedule/interlock-hold-bells/*': 'One schedule per hold, in a group of their own',
  'scheduler:GetSchedule schedule/interlock-hold-bells/*': 'One schedule per hold, in a group of their own',
  'states:DescribeExecution execution:interlock-release:*': EXECUTIONS,
  'states:DescribeExecution execution:interlock-traffic-shift:*': EXECUTIONS,
  'states:StopExecution execution:interlock-traffic-shift:*': EXECUTIONS,
  'lambda:GetAlias <Function>:*': 'The versions of one function, for its own CodeDeploy role',
  'lambda:UpdateAlias <Function>:*': 'The versions of one function, for its own CodeDeploy role',
  'lambda:GetProvisionedConcurrencyConfig <Function>:*': 'The versions of one function, for its own CodeDeploy role',
  ...Object.fromEntries(
    ['states:RedriveExecution', 'states:SendTaskFailure', 'states:SendTaskSuccess', 'states:StopExecution'].flatMap(
      (action) => ['execution:interlock-*', 'stateMachine:interlock-*'].map((r) => [`${action} ${r}`, 'Break-glass']),
    ),
  ),
  ...Object.fromEntries(
    ['codedeploy:CreateDeployment', 'codedeploy:StopDeployment', 'lambda:UpdateAlias'].flatMap((action) =>
      ['deploymentgroup:guarded-*/*', 'function:guarded-*'].map((r) => [`${action} ${r}`, 'Break-glass']),
    ),
  ),
  ...Object.fromEntries(
    [
      ...['CreateLogDelivery', 'DeleteLogDelivery', 'DescribeLogGroups', 'DescribeResourcePolicies', 'GetLogDelivery'],
      ...['ListLogDeliveries', 'PutResourcePolicy', 'UpdateLogDelivery'],
    ].map((action) => [`logs:${action} *`, `${NO_RESOURCE}: delivery of the state machines' logs`]),
  ),
  ...Object.fromEntries(
    ['GetSamplingRules', 'GetSamplingTargets', 'PutTelemetryRecords', 'PutTraceSegments'].map((action) => [
      `xray:${action} *`,
      NO_RESOURCE,
    ]),
  ),
};

const TABLES = [
  ...['BatchGetItem', 'ConditionCheckItem', 'DeleteItem', 'GetItem', 'PartiQLInsert', 'PutItem', 'Query'],
  'UpdateItem',
].map((action) => `dynamodb:${action}`);

type Leading = { readonly 'ForAllValues:StringLike': { readonly 'dynamodb:LeadingKeys': string | string[] } };
const WRITES = (partition: string) => `WRITE ${partition}`;

/** Partitions of the deployments that a role has, `READ` or `WRITE` before each. */
function partitionsOf(of: string): string[] {
  const mine = allowed.filter((s) => s.of === of && s.resources.some((r) => r.includes('DeploymentsTable')));
  const found = mine.flatMap(({ statement, actions }) => {
    const { 'dynamodb:LeadingKeys': keys } = (statement.Condition as Leading)['ForAllValues:StringLike'];
    return [keys].flat().map((key) => `${actions.includes('dynamodb:PutItem') ? 'WRITE' : 'READ'} ${key}`);
  });
  return [...new Set(found)].sort();
}

const short = (resource: string) =>
  resource
    .replace(/<EvidenceBucket\w+\.Arn>/, '<Bucket>')
    .replace(/builds\/interlock-gates-[a-z0-9-]+\//, 'builds/<Project>/')
    .replace(/<Shop\w+Function\w+\.Arn>/, '<Function>')
    .replace(/^arn:<Partition>:[a-z0-9-]+:<Region>:<AccountId>:/, '');

describe('wildcards', () => {
  const found = new Set(
    allowed.flatMap(({ actions, resources }) =>
      resources
        .filter((resource) => resource.includes('*'))
        .flatMap((resource) => actions.map((action) => `${action} ${short(resource)}`)),
    ),
  );

  it('no action has a wildcard', () => {
    expect(allowed.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('every resource with a wildcard has a reason in the list, and the list has no others', () => {
    expect([...found].sort()).toEqual(Object.keys(REASONS).sort());
  });

  it('writing metrics is bound to one namespace', () => {
    for (const { statement, actions } of allowed.filter((s) => s.actions.includes('cloudwatch:PutMetricData'))) {
      expect(actions).toEqual(['cloudwatch:PutMetricData']);
      expect(statement.Condition).toEqual({ StringEquals: { 'cloudwatch:namespace': 'Interlock' } });
    }
  });
});

describe('least privilege', () => {
  it.each([
    // The gate: nobody else can bring new code into service.
    ['lambda:UpdateFunctionCode', ['startshift']],
    ['lambda:PublishVersion', ['startshift']],
    // Whoever holds a lock may have to give traffic back; without new versions that is all it can be used for.
    ['codedeploy:CreateDeployment', ['BreakGlass', 'closerelease', 'endshift', 'janitor', 'startshift', 'takelock']],
    ['codedeploy:StopDeployment', ['BreakGlass', 'closerelease', 'endshift', 'janitor', 'takelock']],
    // The judge, and the decision that asks what a canary will be able to see.
    ['cloudwatch:GetMetricData', ['decide', 'observeshift']],
    // The sign of life that goes with asking how a shift stands.
    ['cloudwatch:PutMetricData', ['closerelease', 'endshift', 'janitor', 'observeshift', 'startshift', 'takelock']],
    ['bedrock:InvokeModel', ['analyseshift', 'reviewchange']],
    ['codebuild:StartBuild', ['rungates']],
    ['states:StartExecution', ['WorkflowRelease', 'startrelease']],
    ['events:PutEvents', ['codecommitevent', 'intake', 'operate', 'pullrequest', 'webhook']],
    ['scheduler:CreateSchedule', ['openhold']],
    ['ses:SendEmail', ['closerelease', 'janitor', 'openhold']],
    ['iam:PassRole', ['openhold']],
    // Verifying the whole record reads the whole table.
    ['dynamodb:Scan', ['CommandLineReaders']],
    ['execute-api:Invoke', ['CommandLineOperators']],
    ['dynamodb:PartiQLUpdate', []],
    ['dynamodb:PartiQLDelete', []],
    ['states:SendTaskFailure', ['BreakGlass']],
    ['states:RedriveExecution', ['BreakGlass']],
    ['states:TestState', []],
    ['states:UpdateStateMachine', []],
  ])('%s: %j', (action, who) => {
    expect(whoMay(action)).toEqual(who);
  });

  it('the reviewer asks a model, reads what it shows it, and writes its report and the record', () => {
    expect(mayDo('reviewchange')).toEqual([
      'bedrock:InvokeModel',
      ...TABLES,
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
      'secretsmanager:GetSecretValue',
      'ssm:GetParameter',
    ]);
  });

  it('and of all evidence it reads the change and its own report', () => {
    const reads = allowed.filter((s) => s.of === 'reviewchange' && s.actions.includes('s3:GetObject'));
    expect(reads.flatMap((s) => s.resources.map(short)).sort()).toEqual([
      '<Bucket>/releases/*/change.json',
      '<Bucket>/releases/*/diff.patch',
      '<Bucket>/releases/*/review.json',
    ]);
  });

  it('000-24: the analyst asks one model and writes its own log; it can read and do nothing else', () => {
    expect(mayDo('analyseshift')).toEqual(['bedrock:InvokeModel', 'logs:CreateLogStream', 'logs:PutLogEvents']);
    const model = allowed.filter((s) => s.of === 'analyseshift' && s.actions.includes('bedrock:InvokeModel'));
    expect(model.flatMap((s) => s.resources)).toEqual([
      expect.stringMatching(/:foundation-model\/anthropic\.claude-[\w.:-]+$/),
    ]);
  });

  it('the judge measures, follows, calls the service to see whether it works, and writes what it saw', () => {
    expect(mayDo('observeshift')).toEqual([
      'cloudwatch:GetMetricData',
      'cloudwatch:PutMetricData',
      'codedeploy:GetDeployment',
      ...TABLES,
      'lambda:GetAlias',
      'lambda:InvokeFunction',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
      'ssm:GetParameter',
    ]);
  });

  it.each([
    [
      'startshift',
      [
        'READ KILL#*',
        'READ LOCK#*',
        'READ VERSION#*',
        ...['ARTIFACT#*', 'PERMIT#*', 'SHIFT#*', 'VERSION#*'].map(WRITES),
      ],
    ],
    ['observeshift', ['READ KILL#*', 'WRITE SHIFT#*']],
    // What the reviewer may spend, and nothing that acts.
    ['reviewchange', ['WRITE BUDGET#*']],
    ['endshift', ['READ VERSION#*', ...['BUDGET#*', 'KILL#*', 'QUARANTINE#*', 'SHIFT#*'].map(WRITES)]],
    ['analyseshift', []],
  ])('%s has these partitions of the deployments and no others', (of, partitions) => {
    expect(partitionsOf(of)).toEqual([...partitions].sort());
  });

  it.each([
    ['PERMIT#*', ['issuepermit', 'startshift']],
    ['LOCK#*', ['closerelease', 'janitor', 'takelock']],
    ['ARTIFACT#*', ['gatesended', 'startshift']],
    ['BUDGET#*', ['decide', 'endshift', 'reviewchange']],
    ['KILL#*', ['closerelease', 'endshift', 'janitor', 'operate']],
    ['QUARANTINE#*', ['closerelease', 'endshift', 'janitor']],
  ])('%s is written by %j', (partition, who) => {
    const writers = [...new Set(allowed.map((s) => s.of))].filter((of) =>
      partitionsOf(of).includes(`WRITE ${partition}`),
    );
    expect(writers.sort()).toEqual(who);
  });

  it('nobody may write the audit table but by inserting', () => {
    const audit = allowed.filter((s) => s.resources.some((r) => r.includes('AuditLogRecordsTable')));
    expect(audit.length).toBeGreaterThan(10);
    const actions = [...new Set(audit.filter((s) => s.resources.length === 1).flatMap((s) => s.actions))];
    for (const action of ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLUpdate', 'PartiQLDelete'])
      expect({ action, allowed: audit.some((s) => s.actions.includes(`dynamodb:${action}`)) }).toEqual({
        action,
        allowed: false,
      });
    expect(actions).toContain('dynamodb:PartiQLInsert');
  });

  it('task tokens are read by nobody who does not end or open holds', () => {
    const readers = all.filter((s) => JSON.stringify(s.statement.Condition ?? {}).includes('TOKEN#'));
    expect([...new Set(readers.map((s) => s.of))].sort()).toEqual([
      'answerhold',
      'closerelease',
      'holdpage',
      'janitor',
      'openhold',
      'openrelease',
      'operate',
    ]);
  });

  it('a build is started as the project says: every override but the commit is denied', () => {
    const denials = all.filter((s) => s.of === 'rungates' && s.statement.Effect === 'Deny');
    expect(denials.length).toBe(11);
    for (const { actions, statement } of denials) {
      expect(actions).toEqual(['codebuild:StartBuild']);
      expect(Object.values((statement.Condition as { Null: Record<string, string> }).Null)).toEqual(['false']);
    }
  });

  it('people are denied what goes round the way of a change', () => {
    const denials = all.filter((s) => s.of.startsWith('BreakGlassPeople'));
    const denied = denials.flatMap((s) => s.actions);
    expect(denials.every((s) => s.statement.Effect === 'Deny')).toBe(true);
    for (const action of ['StartExecution', 'RedriveExecution', 'UpdateStateMachine', 'SendTask*', 'TestState'])
      expect(denied).toContain(`states:${action}`);
    expect(denied).toContain('codedeploy:CreateDeployment');
    // Who acts is told to the steps, and could be told by whoever calls one or puts an event on the bus.
    const identity = denials.find((s) => s.actions.includes('lambda:InvokeFunction'));
    expect(identity?.actions).toContain('events:PutEvents');
    expect(identity?.resources).toEqual([
      expect.stringMatching(/:event-bus\/interlock-\*$/),
      expect.stringMatching(/:function:interlock-\*$/),
    ]);
    // A permit or a lock written by hand would be as good as one of ours.
    const state = denials.find((s) => s.actions.includes('dynamodb:PutItem'));
    expect(state?.resources).toEqual([expect.stringMatching(/:table\/interlock-\*$/)]);
    for (const action of ['UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQL*'])
      expect(denied).toContain(`dynamodb:${action}`);
  });
});
