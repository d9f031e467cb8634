import type { Definition } from '../../asl/definition.ts';
import { phaseSchema, type Phase } from '../../core/contracts/shift.ts';
import { exploreMachine, type Automaton } from './automaton.ts';
import type { Rules } from './rules.ts';
import { tasksOf, type Task } from './tasks.ts';

/** A machine explored by the stepper, and what its tasks do. */
export type Machine = { readonly automaton: Automaton; readonly tasks: ReadonlyMap<string, Task> };
/** What happens beside the machines. `drift`: head, artifact or config change under the release. */
export type Surroundings = { readonly cancel: boolean; readonly kill: boolean; readonly drift: boolean };
export type System = {
  readonly rules: Rules;
  readonly release: Machine;
  readonly shifts: Readonly<Record<Phase, Machine>>;
  readonly surroundings: Surroundings;
};

/** Both definitions explored to their fix-points, the shift once for each phase. */
export async function openSystem(
  definitions: { readonly release: Definition; readonly 'traffic-shift': Definition },
  rules: Rules,
  surroundings: Surroundings,
): Promise<System> {
  const shifts = await Promise.all(
    phaseSchema.options.map(async (phase): Promise<[Phase, Machine]> => {
      const definition = definitions['traffic-shift'];
      const automaton = await exploreMachine(definition, { releaseId: 'rel-1', phase });
      return [phase, { automaton, tasks: tasksOf(definition, phase) }];
    }),
  );
  const automaton = await exploreMachine(definitions.release, { event: {} });
  const release = { automaton, tasks: tasksOf(definitions.release, null) };
  return { rules, release, shifts: Object.fromEntries(shifts) as System['shifts'], surroundings };
}
