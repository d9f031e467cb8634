import { describe, expect, it } from '@jest/globals';
import { checkDefinition } from '../../asl/check-definition.ts';
import { machine, task, tokenTask } from './machine.ts';

const done = { Type: 'Succeed' };
const pass = (more: Record<string, unknown>) => ({ A: { Type: 'Pass', End: true, ...more } });
const choice = (more: Record<string, unknown>) => ({
  A: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Z' }], Default: 'Z', ...more },
  Z: done,
});
const parallel = (...Branches: unknown[]) => ({ A: { Type: 'Parallel', Branches, End: true } });
const retry = (more: Record<string, unknown>) => ({ A: task({ Retry: [{ ErrorEquals: ['X'], ...more }] }) });
const start = (more: Record<string, unknown>) => ({
  A: task({
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments: { StateMachineArn: 'm', Name: 'n', Input: {}, ...more },
  }),
});

describe('checkDefinition refuses, naming the state and the field', () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ['an unknown type', { A: { Type: 'Map', End: true } }, /state A, Type.*"Map"/],
    ['a type that is a name of the language', { A: { Type: 'constructor', End: true } }, /state A, Type/],
    ['an unknown field', pass({ Result: 1 }), /state A, Result: not supported/],
    ['JSONPath', pass({ QueryLanguage: 'JSONPath' }), /state A, QueryLanguage/],
    ['an unknown resource', { A: task({ Resource: 'arn:aws:states:::sqs:sendMessage' }) }, /state A, Resource/],
    [
      'another way to invoke',
      { A: task({ Arguments: { FunctionName: 'F', Payload: {}, InvocationType: 'Event' } }) },
      /Arguments, InvocationType/,
    ],
    [
      'a function chosen by data',
      { A: task({ Arguments: { FunctionName: '{% $states.input.f %}', Payload: {} } }) },
      /FunctionName: expected a literal/,
    ],
    [
      'a machine chosen by data',
      start({ StateMachineArn: '{% $states.input.m %}' }),
      /StateMachineArn: expected a literal/,
    ],
    ['a nested execution without a name', start({ Name: undefined }), /Arguments, Name: is missing/],
    [
      'waiting for a token nobody is given',
      { A: tokenTask({ Arguments: { FunctionName: 'F', Payload: {} } }) },
      /nobody is given it/,
    ],
    [
      'a token where none is waited for',
      { A: task({ Arguments: { FunctionName: 'F', Payload: '{% $states.context.Task.Token %}' } }) },
      /task token/,
    ],
    [
      'a token in an output',
      { A: tokenTask({ Output: '{% $states.context.Task.Token %}' }) },
      /state A, Output: the task token/,
    ],
    [
      'a token inside an expression',
      {
        A: tokenTask({
          Arguments: {
            FunctionName: 'F',
            Payload: { a: '{% $states.context.Task.Token %}', b: "{% 't' & $states.context.Task.Token %}" },
          },
        }),
      },
      /Payload\.b: \$states\.context\.Task\.Token/,
    ],
    ['a heartbeat of a plain invocation', { A: task({ HeartbeatSeconds: 5 }) }, /HeartbeatSeconds: only a task/],
    [
      'a heartbeat as long as the timeout',
      { A: tokenTask({ HeartbeatSeconds: 5, TimeoutSeconds: 5 }) },
      /HeartbeatSeconds: must be shorter/,
    ],
    ['a timeout of 0', { A: task({ TimeoutSeconds: 0 }) }, /TimeoutSeconds: 0/],
    ['a timeout in words', { A: task({ TimeoutSeconds: '10' }) }, /TimeoutSeconds: "10"/],
    ['jitter', retry({ JitterStrategy: 'FULL' }), /Retry\[0\], JitterStrategy: not supported/],
    ['an interval of 0', retry({ IntervalSeconds: 0 }), /IntervalSeconds: 0/],
    ['a shrinking back-off', retry({ BackoffRate: 0.5 }), /BackoffRate: 0\.5/],
    ['half an attempt', retry({ MaxAttempts: 0.5 }), /MaxAttempts/],
    ['no errors', retry({ ErrorEquals: [] }), /ErrorEquals/],
    ['States.ALL among others', retry({ ErrorEquals: ['X', 'States.ALL'] }), /States\.ALL stands alone/],
    [
      'States.ALL before others',
      { A: task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['X'] }] }) },
      /Retry\[0\].*States\.ALL/,
    ],
    ['catching States.Runtime', retry({ ErrorEquals: ['States.Runtime'] }), /neither retried nor caught/],
    ['a Choice without Default', choice({ Default: undefined }), /state A, Default/],
    ['a Choice with an Output of its own', choice({ Output: 1 }), /state A, Output/],
    [
      'a Condition that is no expression',
      choice({ Choices: [{ Condition: 'true', Next: 'Z' }] }),
      /Condition: expected an expression/,
    ],
    ['a Choice without rules', choice({ Choices: [] }), /Choices/],
    ['Wait without time', { A: { Type: 'Wait', End: true } }, /either Seconds or Timestamp/],
    [
      'Wait with two times',
      { A: { Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z', End: true } },
      /either Seconds or Timestamp/,
    ],
    ['a Timestamp that is none', { A: { Type: 'Wait', Timestamp: 'tomorrow', End: true } }, /RFC 3339/],
    ['neither Next nor End', { A: { Type: 'Pass' } }, /either Next or End/],
    ['both Next and End', { A: { Type: 'Pass', End: true, Next: 'A' } }, /either Next or End/],
    ['Next to nowhere', { A: { Type: 'Pass', Next: 'B' } }, /state A: leads to B/],
    ['Catch to nowhere', { A: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] }) }, /leads to B/],
    ['a state no way leads to', { A: { Type: 'Pass', End: true }, B: done }, /state B: no way leads here/],
    [
      'Next out of a branch',
      parallel({ StartAt: 'L', States: { L: { Type: 'Pass', Next: 'A' } } }),
      /state L: leads to A/,
    ],
    ['a name used twice', parallel({ StartAt: 'A', States: { A: done } }), /state A: this name is used twice/],
    [
      'a branch that starts nowhere',
      parallel({ StartAt: 'X', States: { L: done } }),
      /Branches\[0\], StartAt: leads to X/,
    ],
    [
      'a branch with a timeout',
      parallel({ StartAt: 'L', TimeoutSeconds: 1, States: { L: done } }),
      /Branches\[0\], TimeoutSeconds/,
    ],
    ['a broken expression', pass({ Output: '{% $states. %}' }), /state A, Output: not a JSONata expression/],
    ['an unknown function', pass({ Output: '{% $fetch(1) %}' }), /nothing is called \$fetch/],
    ['an unknown variable', pass({ Output: '{% $n %}' }), /nothing is called \$n/],
    ['$eval', pass({ Output: "{% $eval('1') %}" }), /\$eval is not allowed/],
    ['$random by another name', pass({ Output: '{% ($r := $random; $r()) %}' }), /\$random is not allowed/],
    ['$uuid', pass({ Output: '{% $uuid() %}' }), /\$uuid is not allowed/],
    ['$shuffle', pass({ Output: '{% $shuffle([1,2]) %}' }), /\$shuffle is not allowed/],
    ['$states as a whole', pass({ Output: '{% $states %}' }), /read part by part/],
    ['a part of $states chosen at run time', pass({ Output: '{% $states.* %}' }), /\$states/],
    ['$states.result where there is none', pass({ Output: '{% $states.result %}' }), /\$states\.result is not there/],
    [
      '$states.errorOutput outside a Catch',
      { A: task({ Output: '{% $states.errorOutput %}' }) },
      /errorOutput is not there/,
    ],
    [
      'context that is not kept',
      pass({ Output: '{% $states.context.Execution.RoleArn %}' }),
      /RoleArn is not supported/,
    ],
    ['text around an expression', pass({ Output: 'a {% 1 %}' }), /an expression is a whole text/],
    ['Assign of states', pass({ Assign: { states: 1 } }), /this name is taken/],
    ['Assign of a function', pass({ Assign: { sum: 1 } }), /this name is taken/],
    [
      'Assign in a branch to a variable around it',
      {
        S: { Type: 'Pass', Assign: { v: 1 }, Next: 'A' },
        ...parallel({ StartAt: 'L', States: { L: { Type: 'Pass', Assign: { v: 2 }, End: true } } }),
      },
      /assigns \$v, which belongs/,
    ],
    [
      'a variable of a branch outside it',
      {
        ...parallel({ StartAt: 'L', States: { L: { Type: 'Pass', Assign: { v: 2 }, End: true } } }),
        A: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'L', States: { L: { Type: 'Pass', Assign: { v: 2 }, End: true } } }],
          Output: '{% $v %}',
          End: true,
        },
      },
      /nothing is called \$v/,
    ],
  ])('%s', (_, states, message) => {
    expect(() => machine(JSON.parse(JSON.stringify(states)) as Record<string, unknown>)).toThrow(message);
    expect(() => machine(JSON.parse(JSON.stringify(states)) as Record<string, unknown>)).toThrow(
      expect.objectContaining({ name: 'DefinitionError' }),
    );
  });

  it('a machine in JSONPath, without states, or with fields it does not know', () => {
    const good = { QueryLanguage: 'JSONata', StartAt: 'Z', States: { Z: done } };
    expect(checkDefinition(good)).toBe(good);
    for (const bad of [
      { ...good, QueryLanguage: 'JSONPath' },
      { ...good, States: {} },
      { ...good, Version: '1.0' },
      { ...good, TimeoutSeconds: 0 },
      null,
      [],
    ]) {
      expect(() => checkDefinition(bad)).toThrow(/machine/);
    }
  });
});
