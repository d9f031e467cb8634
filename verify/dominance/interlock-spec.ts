import { functionOf, machineOf } from '../graph/calls.ts';
import type { Graph, GraphNode } from '../graph/graph.ts';
import type { Guard, Pass, Spec } from './spec.ts';

const answer = (task: string, choice: string, word: string): Pass => ({ kind: 'ANSWER', task, choice, word });
/** A shift proceeds by its own look at what serves, and by the word that its parent reads. */
const shiftPassed = (task: string, choice: string): readonly Pass[] => [
  answer(`${task}/Verify`, `${task}/Verified`, 'PROCEED'),
  answer(task, choice, 'PROCEED'),
];

/**
 * What has to stand before production in Interlock's own machines, by their states. A shift is every call of `StartShift`,
 * whoever makes it; its phase is the literal that the task around its machine gives. A phase that is not known counts as
 * production.
 */
export function interlockSpec(graph: Graph): Spec {
  const shifts = [...graph.nodes.values()].filter((node) => startsShift(graph, node));
  const of = (phase: string) => shifts.filter((node) => phaseOf(node) === phase).map(({ id }) => id);
  const known = ['STAGING', 'CANARY', 'WATCH'];
  const production = shifts.filter((node) => !known.includes(phaseOf(node))).map(({ id }) => id);
  const guards: Guard[] = [
    { name: 'gates', passes: [{ kind: 'VISIT', state: 'RunGates' }], lostAt: [] },
    { name: 'decision', passes: [answer('Decide', 'Route', 'ROLL_OUT')], lostAt: [] },
    { name: 'lock', passes: [answer('TakeLock', 'HasLock', 'ACQUIRED')], lostAt: ['CloseRelease'] },
    { name: 'staging', passes: shiftPassed('Staging', 'AfterStaging'), lostAt: [] },
    { name: 'canary judged', passes: shiftPassed('Canary', 'AfterCanary'), lostAt: [] },
    { name: 'approval', passes: [answer('Approval', 'AfterApproval', 'TIME_LOCK')], lostAt: [] },
    { name: 'time lock', passes: [answer('TimeLock', 'AfterTimeLock', 'PERMIT')], lostAt: [] },
    // One permit is for one rollout.
    { name: 'permit', passes: [answer('IssuePermit', 'HasPermit', 'ROLL_OUT')], lostAt: production },
    { name: 'rollout', passes: shiftPassed('Rollout', 'AfterRollout'), lostAt: [] },
  ];
  const upToLock = ['gates', 'decision', 'lock'];
  const upToCanary = [...upToLock, 'staging'];
  const upToTimeLock = [...upToCanary, 'canary judged', 'approval', 'time lock'];
  return {
    guards,
    points: [
      { name: 'the decision', states: ['Decide'], needs: ['gates'] },
      { name: 'a staging shift', states: of('STAGING'), needs: upToLock },
      { name: 'a canary shift', states: of('CANARY'), needs: upToCanary },
      { name: 'the permit', states: ['IssuePermit'], needs: upToTimeLock },
      { name: 'a production shift', states: production, needs: [...upToTimeLock, 'permit'] },
      // It watches what a rollout moved, so it needs that one, and by it the permit.
      { name: 'the watch', states: of('WATCH'), needs: [...upToTimeLock, 'rollout'] },
    ],
    close: 'CloseRelease',
  };
}

/** A nested machine that is not given is taken for a shift as a whole. */
function startsShift(graph: Graph, { id, state }: GraphNode): boolean {
  // Its placeholder, or what the deployed function is called: interlock-start-shift.
  if (/^(.*-)?startshift$/i.test((functionOf(state) ?? '').replace(/start-shift$/i, 'startshift'))) return true;
  return machineOf(state) !== null && !(graph.edges.get(id) ?? []).some(({ label }) => label === 'starts');
}

/** WATCH is no shift of its own: it follows a rollout and needs what that needed. */
function phaseOf({ state, phase }: GraphNode): string {
  const own = JSON.stringify(state['Arguments'] ?? state['Parameters'] ?? {}).match(/"phase":"([^"]*)"/)?.[1];
  return own === undefined || own === '{% $states.input.phase %}' ? (phase ?? 'UNKNOWN') : own;
}
