import { describe, expect, it } from '@jest/globals';
import { loadDefinition } from '../../asl/load-definition.ts';
import { task } from './machine.ts';

describe('loadDefinition', () => {
  const text = JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'A',
    States: { A: task({ Arguments: { FunctionName: '${F}', Payload: {} } }) },
  });
  it('fills placeholders, both ways complete, and in values only', () => {
    const A = loadDefinition(text, { F: 'x", "Type": "Fail' }).States['A'];
    expect(A).toMatchObject({ Type: 'Task', Arguments: { FunctionName: 'x", "Type": "Fail' } });
    expect(() => loadDefinition(text, {})).toThrow('${F}: nothing is given for it');
    expect(() => loadDefinition(text, { F: 'f', G: 'g' })).toThrow('${G}: is given but stands nowhere');
    expect(() => loadDefinition(text.replace('${F}', '${constructor}'), {})).toThrow('${constructor}');
    expect(() => loadDefinition('{', {})).toThrow('not JSON');
  });
});
