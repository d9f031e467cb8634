import { Construct } from 'constructs';
import { readFileSync } from 'node:fs';
import { arnOf, named } from '../names.ts';
import { refuseUnproved } from '../refuse-unproved.ts';
import type { AlarmChannels, Severity } from './alarm-channels.ts';
import { StateMachine } from './state-machine.ts';
import type { Step } from './step.ts';

/** The steps that the state machines call, by their placeholders. */
export type WorkflowSteps = Readonly<
  Record<
    | 'OpenRelease'
    | 'ReviewChange'
    | 'RunGates'
    | 'Decide'
    | 'TakeLock'
    | 'StartShift'
    | 'ObserveShift'
    | 'EndShift'
    | 'AnalyseShift'
    | 'OpenHold'
    | 'IssuePermit'
    | 'CloseRelease',
    Step
  >
>;
const RELEASE = 'release';

/** For those that the machine calls and that have to name it: made from names, not by reference. */
export const releaseMachineArn = (scope: Construct): string =>
  arnOf(scope, 'states', 'stateMachine', named(RELEASE), true);
export const releaseExecutionsArn = (scope: Construct): string =>
  arnOf(scope, 'states', 'execution', `${named(RELEASE)}:*`, true);

const textOf = (file: string): string => readFileSync(new URL(`../../statemachines/${file}`, import.meta.url), 'utf8');

type Props = {
  readonly steps: WorkflowSteps;
  readonly alarms: AlarmChannels;
  /** Amazon States Language as JSON; by default the files below statemachines/. */
  readonly definitions?: { readonly release: string; readonly trafficShift: string };
};

/** Both state machines as they were proved, and alarms for what no Catch of theirs sees. */
export class ReleaseWorkflow extends Construct {
  readonly release: StateMachine;
  readonly trafficShift: StateMachine;

  constructor(scope: Construct, id: string, { steps, alarms, definitions }: Props) {
    super(scope, id);
    const { release, trafficShift } = definitions ?? {
      release: textOf('release.asl.json'),
      trafficShift: textOf('traffic-shift.asl.json'),
    };
    refuseUnproved(release, trafficShift);
    const { StartShift, ObserveShift, EndShift, AnalyseShift, ...ofRelease } = steps;
    this.trafficShift = new StateMachine(this, 'TrafficShift', {
      name: 'traffic-shift',
      definition: trafficShift,
      steps: { StartShift, ObserveShift, EndShift, AnalyseShift },
    });
    this.release = new StateMachine(this, 'Release', {
      name: RELEASE,
      definition: release,
      steps: ofRelease,
      machines: { TrafficShift: this.trafficShift },
    });
    for (const machine of [this.release, this.trafficShift]) this.watch(machine, alarms);
  }

  private watch(machine: StateMachine, alarms: AlarmChannels): void {
    const ends: [Parameters<StateMachine['metric']>[0], Severity, string][] = [
      ['Failed', 'PAGE', 'died of a fault that none of its states caught; the janitor closes its release.'],
      ['TimedOut', 'PAGE', 'ran out of time; the janitor closes its release.'],
      ['Aborted', 'TICKET', 'was ended by hand; the janitor closes its release.'],
    ];
    for (const [end, severity, what] of ends)
      alarms.alarm(this, `${machine.node.id}${end}`, {
        name: `${machine.node.id.toLowerCase()}-${end.toLowerCase()}`,
        severity,
        what: `an execution of ${machine.name} ${what}`,
        runbook: 'an-execution-died',
        metric: machine.metric(end),
        above: 0,
      });
  }
}

/** Starts executions of the release machine and asks how they are. */
export function grantExecutions(step: Step, access: 'START' | 'LOOK'): void {
  step.env({ RELEASE_MACHINE_ARN: releaseMachineArn(step) });
  if (access === 'START') step.allow(['states:StartExecution'], [releaseMachineArn(step)]);
  else
    step.allow(['states:DescribeExecution'], [releaseExecutionsArn(step)], {
      because: 'Executions of this one machine, named by release ids.',
    });
}
