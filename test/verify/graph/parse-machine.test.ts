import { describe, expect, it } from '@jest/globals';
import { MachineError, parseMachine } from '../../../verify/graph/parse-machine.ts';

const machine = (states: object, more = {}) => JSON.stringify({ StartAt: 'A', States: states, ...more });
const end = { Type: 'Succeed' };

describe('a file that is no state machine is refused with its place', () => {
  it.each([
    ['{', /not JSON/],
    ['7', /the machine: States is missing/],
    ['{"StartAt":"A","States":{}}', /expected an object of states/],
    [machine({ B: end }), /StartAt is "A", expected one of the states B/],
    [machine({ A: { Type: 'Sleep' } }), /state A: Type is "Sleep", expected one of Task/],
    [machine({ A: { Type: 'Pass' } }), /state A, Next is missing/],
    [machine({ A: { Type: 'Pass', Next: 'Nowhere' } }), /state A, Next is "Nowhere"/],
    [machine({ A: { Type: 'Choice', Choices: [{ Next: 'X' }] } }), /state A, Choices\[0\].Next is "X"/],
    [machine({ A: { Type: 'Choice' } }), /Choices has no rule/],
    [machine({ A: { Type: 'Task', End: true, Catch: [{ Next: 'X' }] } }), /state A, Catch\[0\].Next/],
    [
      machine({ A: { Type: 'Parallel', End: true, Branches: [{ StartAt: 'A', States: { A: end } }] } }),
      /state A: the name is used twice/,
    ],
  ])('%s', (text, message) => {
    expect(() => parseMachine(text)).toThrow(MachineError);
    expect(() => parseMachine(text)).toThrow(message);
  });

  it('any dialect is read: JSONPath, Map, a Parallel', () => {
    const inner = { StartAt: 'B', States: { B: end } };
    const states = { A: { Type: 'Map', Iterator: inner, Next: 'C' }, C: { Type: 'Wait', Seconds: 1, End: true } };
    expect(Object.keys(parseMachine(machine(states)).States)).toEqual(['A', 'C']);
  });
});
