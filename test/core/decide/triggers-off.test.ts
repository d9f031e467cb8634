import { expect, it } from '@jest/globals';
import { triggersOff } from '../../../core/decide/triggers-off.ts';

it.each([
  [['many-files'], ['many-files']],
  [{ guarded: ['many-files'] }, ['many-files']],
  [{ conservative: ['many-files'] }, []],
  [{}, []],
])('K19: %j in profile guarded turns off %j', (off, names) => {
  expect(triggersOff({ triggersOff: off, profile: 'guarded' })).toEqual(names);
});
