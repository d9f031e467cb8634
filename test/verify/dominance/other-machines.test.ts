import { describe, expect, it } from '@jest/globals';
import { namedSpec, SpecError, type Names } from '../../../verify/dominance/named-spec.ts';
import { proveDominance } from '../../../verify/dominance/prove-dominance.ts';
import { parseMachine } from '../../../verify/graph/parse-machine.ts';

const yes = (to: string, other: string) => ({
  Type: 'Choice',
  Choices: [{ Variable: '$.answer', StringEquals: 'YES', Next: to }],
  Default: other,
});
const task = (next: string, more = {}) => ({ Type: 'Task', Resource: 'r', TimeoutSeconds: 1, Next: next, ...more });
const all = (to: string) => ({ Catch: [{ ErrorEquals: ['States.ALL'], Next: to }] });
const names: Names = { production: ['Deploy'], guards: ['Ask>Asked=YES'], close: 'Done' };

function broken(states: object, given: Names = names): Record<string, readonly string[]> {
  const main = parseMachine(JSON.stringify({ StartAt: 'First', TimeoutSeconds: 9, States: states }));
  const findings = proveDominance({ main, nested: {} }, (graph) => namedSpec(graph, given));
  return Object.fromEntries(findings.flatMap(({ subject, violation }) => (violation ? [[subject, violation]] : [])));
}
const Done = { Type: 'Succeed' };
const guarded = {
  First: task('Ask', all('Done')),
  Ask: task('Asked', all('Done')),
  Asked: yes('Deploy', 'Done'),
  Deploy: task('Done', all('Done')),
  Done,
};

describe('machines of others, in JSONPath', () => {
  it('a guarded one holds', () => {
    expect(broken(guarded)).toEqual({});
  });

  it('a stranger’s YES is not the asked one’s', () => {
    expect(broken({ ...guarded, First: task('Asked', all('Done')) })).toEqual({
      'production needs Ask>Asked=YES': ['First', '-> Asked', '-> (YES) Deploy'],
    });
    expect(broken({ ...guarded, First: task('Asked', all('Done')) }, { ...names, guards: ['Asked=YES'] })).toEqual({});
  });

  it('both branches of a Parallel have run when it is left, and neither when one fails', () => {
    const branch = (name: string) => ({
      StartAt: name,
      States: { [name]: { ...task('x'), Next: undefined, End: true } },
    });
    const parallel = (more: object) => ({
      ...{ First: { Type: 'Parallel', Branches: [branch('Left'), branch('Right')], Next: 'Deploy', ...more } },
      ...{ Deploy: task('Done', all('Done')), Done },
    });
    const both = { ...names, guards: ['Left', 'Right'] };
    expect(broken(parallel(all('Done')), both)).toEqual({});
    expect(Object.keys(broken(parallel(all('Deploy')), both))).toEqual([
      'production needs Left',
      'production needs Right',
    ]);
    expect(broken(parallel({}), both)).toEqual({
      'every path ends in Done': ['First', expect.stringContaining('nobody catches')],
    });
  });

  it('a Map may have nothing to do', () => {
    const body = { StartAt: 'Check', States: { Check: { ...task('x'), Next: undefined, End: true } } };
    const states = {
      ...{ First: { Type: 'Map', ItemProcessor: body, Next: 'Deploy', ...all('Done') } },
      ...{ Deploy: task('Done', all('Done')), Done },
    };
    expect(broken(states, { ...names, guards: ['Check'] })).toEqual({
      'production needs Check': ['First', '-> Deploy'],
    });
  });

  it('production that is the first state has no guard before it', () => {
    expect(broken(guarded, { ...names, production: ['First'] })).toEqual({
      'production needs Ask>Asked=YES': ['First'],
    });
  });

  it('a Choice without a Default, a Fail, states that go round', () => {
    const noDefault = { ...yes('Deploy', 'Done'), Default: undefined };
    expect(broken({ ...guarded, Asked: noDefault })).toHaveProperty(['every path ends in Done']);
    expect(broken({ ...guarded, Asked: yes('Deploy', 'Lost'), Lost: { Type: 'Fail' } })).toHaveProperty([
      'every path ends in Done',
    ]);
    expect(broken({ ...guarded, Asked: yes('Deploy', 'Round'), Round: { Type: 'Pass', Next: 'Asked' } })).toMatchObject(
      {
        'every state has a timeout': [expect.stringContaining('Asked, Round: a circle')],
      },
    );
  });

  it.each([
    [{ production: ['Nowhere'] }, '--production: there is no state "Nowhere"; expected one of First, Ask'],
    [{ close: 'Nowhere' }, '--close: there is no state "Nowhere"'],
    [{ guards: ['Nowhere'] }, '--guard Nowhere: there is no state "Nowhere"'],
    [{ guards: ['Asked=NO'] }, 'no rule of Asked asks for the word "NO"; expected one of YES'],
    [{ guards: ['Ask=YES'] }, 'expected one of none: it is no Choice'],
    [{ guards: ['Nobody>Asked=YES'] }, 'there is no state "Nobody"'],
  ])('%p is refused', (wrong, message) => {
    expect(() => broken(guarded, { ...names, ...wrong })).toThrow(SpecError);
    expect(() => broken(guarded, { ...names, ...wrong })).toThrow(message);
  });
});
