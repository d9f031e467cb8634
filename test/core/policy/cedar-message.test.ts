import { expect, it } from '@jest/globals';
import { cedarMessage } from '../../../core/policy/cedar-message.ts';

type Errors = Parameters<typeof cedarMessage>[0];
const error = (over: Partial<Errors[number]> = {}): Errors => [{ message: 'bad', ...over } as Errors[number]];
const at = (start: number, label: string | null = null) =>
  error({ sourceLocations: [{ start, end: start + 1, label }] as never });

it.each<[string, Errors, string | undefined, string]>([
  ['nothing', [], undefined, 'Cedar refused it without saying why'],
  ['a message alone', error(), 'text', 'bad'],
  ['no locations', error({ sourceLocations: [] }), 'text', 'bad'],
  ['only the first', [...error(), ...error({ message: 'other' })], undefined, 'bad'],
  ['help', error({ help: 'try this' }), undefined, 'bad; try this'],
  ['a label', at(0, 'here'), undefined, 'bad (here)'],
  ['a place without its text', at(3), undefined, 'bad'],
  ['a place in an empty text', at(0), '', 'line 1: bad'],
  ['the first line', at(0), 'a\nb\nc', 'line 1: bad'],
  ['the end of a line belongs to it', at(1), 'a\nb\nc', 'line 1: bad'],
  ['the second line', at(2), 'a\nb\nc', 'line 2: bad'],
  ['the third line', at(4, 'here'), 'a\nb\nc', 'line 3: bad (here)'],
  ['bytes of UTF-8, not characters', at(3), 'é\nb', 'line 2: bad'],
])('%s', (_, errors, source, message) => expect(cedarMessage(errors, source)).toBe(message));
