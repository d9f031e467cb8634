import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { named } from '../names.ts';
import type { AlarmChannels } from './alarm-channels.ts';
import type { Step } from './step.ts';

/** Requests a second over all: people and webhooks, no users of a product. */
const RATE = 20;
const BURST = 40;

/** The doors to the outside: the approval page, signed webhooks, and operations signed with AWS credentials. */
export class Web extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, { alarms }: { readonly alarms: AlarmChannels }) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: named('web'),
      description: 'Approval page, webhooks and operations of Interlock',
    });
    const log = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/vendedlogs/http/${named('web')}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = this.api.defaultStage?.node.defaultChild as CfnStage;
    stage.defaultRouteSettings = { throttlingRateLimit: RATE, throttlingBurstLimit: BURST };
    stage.accessLogSettings = {
      destinationArn: log.logGroupArn,
      // The route and never the path: the path of a hold's page is the approver's key to it.
      format: JSON.stringify({
        at: '$context.requestTime',
        route: '$context.routeKey',
        status: '$context.status',
        ip: '$context.identity.sourceIp',
        ms: '$context.responseLatency',
        requestId: '$context.requestId',
      }),
    };
    alarms.alarm(this, 'ServerErrors', {
      name: 'web-errors',
      severity: 'TICKET',
      what: 'the approval page or the webhook fails.',
      runbook: 'the-page-or-the-webhook-fails',
      metric: this.api.metricServerError({ statistic: 'Sum' }),
      above: 3,
    });
  }

  /** `https://<id>.execute-api.<region>.<suffix>`, without the slash at its end. */
  get url(): string {
    return this.api.apiEndpoint;
  }

  route(path: string, methods: HttpMethod[], step: Step, why: string): void {
    const routes = this.api.addRoutes({
      path,
      methods,
      integration: new HttpLambdaIntegration(`${step.name}-web`, step.fn),
    });
    for (const route of routes) Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: why });
  }

  /**
   * A route for POST that API Gateway lets nobody through to whose signature (SigV4) AWS does not know, and who may not
   * invoke it. Returns what a policy has to allow: this route of the one stage.
   */
  signedRoute(path: string, step: Step): string {
    this.api.addRoutes({
      path,
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration(`${step.name}-web`, step.fn),
      authorizer: new HttpIamAuthorizer(),
    });
    return this.api.arnForExecuteApi('POST', path, '$default');
  }
}
