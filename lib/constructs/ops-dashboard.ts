import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  SingleValueWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { outcomeSchema } from '../../core/contracts/outcome.ts';
import { named } from '../names.ts';
import { outcomeMetric } from './outcome-metrics.ts';
import type { ReleaseWorkflow } from './release-workflow.ts';
import type { Step } from './step.ts';

type Props = {
  readonly workflow: ReleaseWorkflow;
  readonly steps: readonly Step[];
  readonly alarms: readonly IAlarm[];
};

const WIDTH = 12;

/** One page: what is on fire, how releases end, how the steps do. */
export class OpsDashboard extends Construct {
  constructor(scope: Construct, id: string, { workflow, steps, alarms }: Props) {
    super(scope, id);
    const hour = Duration.hours(1);
    const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: WIDTH, stacked: false });
    const outcomes = outcomeSchema.options.map((Outcome) =>
      outcomeMetric('Releases', hour, { Outcome }).with({ label: Outcome }),
    );
    new Dashboard(this, 'Dashboard', {
      dashboardName: named('operations'),
      defaultInterval: Duration.days(7),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 2 * WIDTH })],
        [
          new SingleValueWidget({
            title: 'Releases by outcome',
            metrics: outcomes,
            width: 2 * WIDTH,
            setPeriodToTimeRange: true,
          }),
        ],
        [
          graph(
            'Releases',
            ['Started', 'Succeeded', 'Failed', 'TimedOut', 'Aborted'].map((end) =>
              workflow.release.metric(end as 'Failed'),
            ),
          ),
          graph('Outcomes', outcomes),
        ],
        [
          graph(
            'Errors of steps',
            steps.map((step) => step.fn.metricErrors({ label: step.name, period: hour })),
          ),
          graph(
            'Time of steps, p95 ms',
            steps.map((step) => step.fn.metricDuration({ label: step.name, statistic: 'p95', period: hour })),
          ),
        ],
      ],
    });
  }
}
