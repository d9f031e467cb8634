import { describe, expect, it } from '@jest/globals';
import { type Happening, walk } from '../../bench/cost/walk.ts';
import { machine, T0, task, tokenTask } from '../asl/machine.ts';

const nested = {
  Resource: 'arn:aws:states:::states:startExecution.sync:2',
  Arguments: { StateMachineArn: 'traffic-shift', Name: 'child', Input: {} },
};
const child = machine({ Inner: { Type: 'Wait', Seconds: 30, Next: 'Done' }, Done: { Type: 'Succeed' } });

function world() {
  let at = T0;
  const answers: { token: string; output: unknown }[] = [];
  const happenings: Happening[] = [];
  const called: string[] = [];
  return {
    called,
    seconds: () => (at - T0) / 1000,
    now: () => at,
    advanceTo: async (then: number) => void (at = then),
    answers,
    happenings,
    invoke: async (name: string, payload: unknown) => {
      called.push(name);
      const { token } = payload as { token?: string };
      if (token !== undefined)
        happenings.push({ at: at + 60_000, happen: async () => void answers.push({ token, output: { yes: true } }) });
      return {};
    },
  };
}

describe('a walk counts what Step Functions bills', () => {
  it('every state of every execution, those that only wait and end too', async () => {
    const of = world();
    const release = machine({
      First: task({ Next: 'Nested' }),
      Nested: task({ ...nested, Next: 'Choose' }),
      Choose: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Ask' }], Default: 'Ask' },
      Ask: tokenTask(),
    });
    const { transitions } = await walk({ release, 'traffic-shift': child }, of, 'run', {});
    expect(Object.fromEntries(transitions)).toEqual({
      'release.First': 1,
      'release.Nested': 1,
      'traffic-shift.Inner': 1,
      'traffic-shift.Done': 1,
      'release.Choose': 1,
      'release.Ask': 1,
    });
    expect([of.called, of.seconds()]).toEqual([['F', 'F'], 90]);
  });

  it('a machine that fails is no path', async () => {
    const release = machine({ No: { Type: 'Fail', Error: 'No', Cause: 'because' } });
    await expect(walk({ release, 'traffic-shift': child }, world(), 'run', {})).rejects.toThrow('No because');
  });
});
