import { beforeAll, describe, expect, it } from '@jest/globals';
import { checkDefinition } from '../../../asl/check-definition.ts';
import { exploreMachine, type Automaton } from '../../../verify/exploration/automaton.ts';
import { shippedMachines } from '../../../verify/exploration/run-exploration.ts';
import { samplesOf } from '../../../verify/exploration/samples.ts';
import * as z from 'zod';

const machines = shippedMachines();

describe('both machines, by the stepper that runs them (point 10)', () => {
  let release: Automaton;
  let shift: Automaton;
  beforeAll(async () => {
    release = await exploreMachine(machines.release, { event: {} });
    shift = await exploreMachine(machines['traffic-shift'], { releaseId: 'rel-1', phase: 'CANARY' });
  }, 60_000);
  const ends = ({ moves }: Automaton) => [...moves.keys()].filter((place) => !moves.get(place)!.length).sort();

  it('come to a fix-point with eight outcomes or more per task; what comes late or twice is turned away', () => {
    for (const { states, steps, ignored, leastOutcomes, moves } of [release, shift]) {
      expect(leastOutcomes).toBeGreaterThanOrEqual(8);
      expect(states).toBeGreaterThan(100);
      expect(steps).toBeGreaterThan(states * 5);
      expect(ignored).toBeGreaterThan(states);
      // Nothing leads to where nobody looked.
      for (const { to } of [...moves.values()].flat()) expect(moves.has(to)).toBe(true);
    }
  });

  it('enter every state of their files', () => {
    const names = (automaton: Automaton) => [...automaton.moves.keys()].join(' ');
    for (const [automaton, definition] of [
      [release, machines.release],
      [shift, machines['traffic-shift']],
    ] as const)
      for (const [name, { Type }] of Object.entries(definition.States))
        if (Type === 'Task' || Type === 'Wait') expect(names(automaton)).toContain(`${name} `);
  });

  it('end by a word, or die', () => {
    expect(ends(release)).toEqual(['DEAD', 'END']);
    expect(ends(shift)).toEqual(['DEAD', 'END CLOSE', 'END PROCEED']);
  });

  it('a word that no contract knows takes the safe branch everywhere', () => {
    const strange = [...release.moves.values(), ...shift.moves.values()]
      .flat()
      .filter(({ what }) => what === 'UNKNOWN');
    expect(strange.length).toBeGreaterThan(8);
    for (const { to } of strange) expect(to).toMatch(/^(CloseRelease TASK|Stop TASK|Verify TASK|END CLOSE)$/);
  });

  it('data beyond the limit kills the execution in every task', () => {
    const large = [...release.moves.values()].flat().filter(({ what }) => what === 'States.DataLimitExceeded');
    expect(large.length).toBeGreaterThan(10);
    expect(new Set(large.map(({ to }) => to))).toEqual(new Set(['DEAD']));
  });

  it('a step that has no contract is not guessed', async () => {
    const state = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'Other', Payload: {} },
      End: true,
    };
    const definition = checkDefinition({ QueryLanguage: 'JSONata', StartAt: 'A', States: { A: state } });
    await expect(exploreMachine(definition, {})).rejects.toThrow('no contract for what Other answers');
  });
});

describe('samples of a contract', () => {
  it('one for every word, in product', () => {
    const contract = z.discriminatedUnion('next', [
      z.strictObject({ next: z.literal('GO'), n: z.int().min(3), on: z.boolean() }),
      z.strictObject({ next: z.literal('STOP'), why: z.enum(['A', 'B']).nullable() }),
    ]);
    const samples = samplesOf(contract);
    expect(samples).toHaveLength(5);
    for (const sample of samples) expect(contract.safeParse(sample).success).toBe(true);
  });
});
