import type { Definition, State } from '../../asl/definition.ts';
import { fieldsOf, type Fields } from '../graph/machine.ts';
import { phaseSchema, type Phase } from '../../core/contracts/shift.ts';
import type { Step } from './rules.ts';
import { closeRelease } from './steps/close.ts';
import { decide, openRelease, reviewChange } from './steps/evidence.ts';
import type { HoldGate } from './steps/hold.ts';
import { takeLock } from './steps/lock.ts';
import { issuePermit } from './steps/permit.ts';
import { analyseShift } from './steps/analyst.ts';
import { observeShift, startShift, stopShift, verifyShift } from './steps/shift.ts';

/** What a state calls, as its definition says: a step, a shift of a phase, a hold. */
export type Task =
  | { readonly kind: 'STEP'; readonly step: Step }
  | { readonly kind: 'GATES' }
  | { readonly kind: 'HOLD'; readonly gate: HoldGate }
  | { readonly kind: 'SHIFT'; readonly phase: Phase };

/** The tasks of a machine by the names of their states, those in branches too. `phase`: of the shift that it is. */
export function tasksOf(definition: Definition, phase: Phase | null): ReadonlyMap<string, Task> {
  const tasks = new Map<string, Task>();
  const add = (states: Readonly<Record<string, State>>): void => {
    for (const [name, state] of Object.entries(states)) {
      if (state.Type === 'Task') tasks.set(name, taskOf(fieldsOf(state.Arguments), phase));
      if (state.Type === 'Parallel') for (const branch of state.Branches) add(branch.States);
    }
  };
  add(definition.States);
  return tasks;
}

function taskOf({ FunctionName: name, Payload, Input }: Fields, phase: Phase | null): Task {
  const payload = fieldsOf(Payload);
  if (name === undefined) return { kind: 'SHIFT', phase: phaseSchema.parse(fieldsOf(Input)['phase']) };
  if (name === 'RunGates') return { kind: 'GATES' };
  if (name === 'OpenHold') return { kind: 'HOLD', gate: payload['gate'] === 'APPROVAL' ? 'APPROVAL' : 'TIME_LOCK' };
  const steps: Readonly<Record<string, Step>> = {
    ...{ OpenRelease: openRelease, ReviewChange: reviewChange, Decide: decide, TakeLock: takeLock },
    ...{ IssuePermit: issuePermit, CloseRelease: closeRelease },
    ...(phase === null
      ? {}
      : {
          ...{ StartShift: startShift(phase), ObserveShift: observeShift(phase), AnalyseShift: analyseShift },
          EndShift: payload['action'] === 'STOP' ? stopShift(phase) : verifyShift(phase),
        }),
  };
  const step = steps[String(name)];
  if (step === undefined) throw new Error(`no model of the step ${String(name)}`);
  return { kind: 'STEP', step };
}
