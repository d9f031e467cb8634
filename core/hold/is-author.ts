import type { Approver } from '../contracts/hold.ts';

/** True when the person's id or mail address is in the author set, whatever the case or the form of its characters. */
export function isAuthor(person: Approver, authors: readonly string[]): boolean {
  const known = new Set(authors.map(samePerson));
  return known.has(samePerson(person.id)) || known.has(samePerson(person.email));
}

/** The form in which two spellings of one id or mail address are equal. */
export function samePerson(id: string): string {
  return id.normalize('NFKC').trim().toLowerCase();
}
