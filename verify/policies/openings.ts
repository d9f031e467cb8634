import type { Row } from './row.ts';

/** What the shipped policies open, wherever no limit stands against it. */
export type Opening = Row & { readonly words: string };

/**
 * Together with the limits the whole of what ships, written down a second time and by hand: the policies have to allow
 * exactly this (K1). Whoever changes what a profile opens changes it here too, and a reviewer sees both.
 */
export const OPENINGS: readonly Opening[] = [
  { words: 'a person lets it go on, in any profile', on: ['proceedWithPerson'], where: {} },
  // 003-13
  {
    words: 'documentation alone goes without a person, in any profile',
    on: ['proceedWithoutPerson'],
    where: { recordOnly: { is: [true] } },
  },
  // 001-54, 001-55
  {
    words: 'profile guarded: class LOW goes unasked',
    on: ['proceedUnasked'],
    where: { profile: { is: ['guarded'] }, riskClass: { is: ['LOW'] } },
  },
  {
    words: 'profile autonomous: class LOW and MEDIUM go unasked',
    on: ['proceedUnasked'],
    where: { profile: { is: ['autonomous'] }, riskClass: { is: ['LOW', 'MEDIUM'] } },
  },
  { words: 'one of the listed approves', on: ['approve'], where: { isListed: { is: [true] } } },
];
