import { describe, expect, it } from '@jest/globals';
import { buildGraph } from '../../../verify/graph/build-graph.ts';
import type { AslMachine, AslState, Machines } from '../../../verify/graph/machine.ts';
import { interlockSpec } from '../../../verify/dominance/interlock-spec.ts';
import { proveDominance } from '../../../verify/dominance/prove-dominance.ts';
import { dominanceSection } from '../../../verify/dominance/section.ts';
import { loadShipped } from '../../../verify/load-shipped.ts';

const shipped = loadShipped();
const changed = (machine: AslMachine, name: string, change: object): AslMachine => ({
  ...machine,
  States: { ...machine.States, [name]: { ...machine.States[name], ...change } as AslState },
});
const release = (name: string, change: object): Machines => ({
  ...shipped,
  main: changed(shipped.main, name, change),
});
const shift = (name: string, change: object): Machines => ({
  ...shipped,
  nested: { TrafficShift: changed(shipped.nested['TrafficShift']!, name, change) },
});
const rules = (machine: AslMachine, name: string) => machine.States[name]!['Choices'] as readonly object[];
const brokenBy = (machines: Machines) =>
  proveDominance(machines).flatMap(({ subject, violation }) => (violation === null ? [] : [{ subject, violation }]));

describe('the shipped machines (point 9)', () => {
  it('every shift is found, with the phase that its file gives it', () => {
    const spec = interlockSpec(buildGraph(shipped));
    expect(spec.points.map(({ name, states }) => [name, states])).toEqual([
      ['the decision', ['Decide']],
      ['a staging shift', ['Staging/Start']],
      ['a canary shift', ['Canary/Start']],
      ['the permit', ['IssuePermit']],
      ['a production shift', ['Rollout/Start']],
      ['the watch', ['Watch/Start']],
    ]);
  });

  it('every guard stands, and every mutant that opens a bypass is found', async () => {
    const proofs = await dominanceSection.prove();
    for (const { violation, explored, mutants } of proofs) {
      expect(violation).toBeNull();
      expect(explored).toBeGreaterThan(0);
      expect(mutants!.generated).toBeGreaterThan(0);
      expect(mutants!.killed).toBe(mutants!.generated);
    }
    expect(proofs.at(-1)!.explored).toBeGreaterThan(3000);
  }, 120_000);
});

describe('as it is deployed, with ARNs in the place of names', () => {
  it('the shifts are found and every guard stands', () => {
    const deployed = JSON.parse(
      JSON.stringify(shipped)
        .replaceAll('${StartShift}', 'arn:aws:lambda:eu-west-1:111122223333:function:interlock-start-shift')
        .replaceAll('${TrafficShift}', 'arn:aws:states:eu-west-1:111122223333:stateMachine:TrafficShift'),
    ) as Machines;
    expect(brokenBy(deployed)).toEqual([]);
    expect(proveDominance(deployed)).toEqual(proveDominance(shipped));
  });
});

describe('what is broken on purpose is found, with the shortest path', () => {
  it('RECORD_ONLY led to the hold of a rollout, as it once was', () => {
    const [route, record] = rules(shipped.main, 'Route');
    const found = brokenBy(release('Route', { Choices: [route, { ...record, Next: 'Approval' }] }));
    expect(found.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['a production shift needs lock', 'a production shift needs staging']),
    );
    const { violation } = found.find(({ subject }) => subject === 'a production shift needs lock')!;
    expect(violation).toContain('-> (RECORD_ONLY) Approval');
    expect(violation.at(-1)).toBe('-> (starts) Rollout/Start');
  });

  it('a Catch of a guard is no way past it', () => {
    const catcher = [{ ErrorEquals: ['States.ALL'], Next: 'TimeLock' }];
    const [{ subject, violation }] = brokenBy(release('Approval', { Catch: catcher })) as [
      { subject: string; violation: readonly string[] },
    ];
    expect(subject).toBe('the permit needs approval');
    expect(violation).toContain('-> (caught: any fault) TimeLock');
  });

  it.each([
    [
      'a rule that asks for more than one word passes nobody',
      release('HasPermit', {
        Choices: [{ Condition: "{% $states.input.next = 'ROLL_OUT' or true %}", Next: 'Rollout' }],
      }),
      'a production shift needs permit',
    ],
    [
      'a word that the definition makes up is nobody’s answer',
      release('IssuePermit', { Output: { next: 'ROLL_OUT' } }),
      'a production shift needs permit',
    ],
    ['a Default is no word', release('AfterTimeLock', { Default: 'IssuePermit' }), 'the permit needs time lock'],
    [
      'a staging shift that says it is a rollout',
      release('Staging', {
        Arguments: { ...(shipped.main.States['Staging']!['Arguments'] as object), Input: { phase: 'ROLLOUT' } },
      }),
      'a production shift needs permit',
    ],
    [
      'a shift of a phase that nobody knows',
      release('Staging', {
        Arguments: { ...(shipped.main.States['Staging']!['Arguments'] as object), Input: { phase: 'TEST' } },
      }),
      'a production shift needs permit',
    ],
    [
      'a state that calls the step itself',
      release('WaitForLock', { Type: 'Task', Arguments: { FunctionName: '${StartShift}', Payload: {} } }),
      'a production shift needs permit',
    ],
    [
      'a second rollout under one permit',
      release('AfterRollout', { Default: 'Rollout' }),
      'a production shift needs permit',
    ],
    ['a shift that proceeds unverified', shift('Verify', { Next: 'Proceed' }), 'a canary shift needs staging'],
    [
      'an end beside close-release',
      release('Watch', { Next: undefined, End: true }),
      'every path ends in CloseRelease',
    ],
    ['a fault that nobody catches', release('TakeLock', { Catch: undefined }), 'every path ends in CloseRelease'],
    ['a circle without a way out', shift('Settle', { Next: 'Settle' }), 'every path ends in CloseRelease'],
    [
      'a state after close-release',
      release('CloseRelease', { End: undefined, Next: 'TakeLock' }),
      'every path ends in CloseRelease',
    ],
    ['a task without a timeout', shift('Stop', { TimeoutSeconds: undefined }), 'every state has a timeout'],
    [
      'no shift at all',
      {
        main: changed(shipped.main, 'Rollout', {
          Type: 'Pass',
          Arguments: undefined,
          Resource: undefined,
          Catch: undefined,
        }),
        nested: shipped.nested,
      },
      'a state for a production shift',
    ],
  ])('%s', (_, machines, subject) => {
    expect(brokenBy(machines).map((one) => one.subject)).toContain(subject);
  });
});
