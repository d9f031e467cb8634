import type { Approver } from '../contracts/hold.ts';
import { iamActor } from '../contracts/iam-actor.ts';

/**
 * True when the person's id, mail address or IAM identity is in the author set, whatever the case or the form of its
 * characters.
 */
export function isAuthor(person: Approver, authors: readonly string[]): boolean {
  const known = new Set(authors.map(samePerson));
  return [person.id, person.email, ...namesOf(person.principal)].some((name) => known.has(samePerson(name)));
}

/**
 * What changes that this IAM identity submitted are recorded under (iam-actor.ts), at home and from another account. Of
 * most roles that is the role alone: then every session of it counts as the author, since nobody can tell them apart.
 */
function namesOf(principal: string | undefined): readonly string[] {
  if (principal === undefined) return [];
  const account = principal.split(':')[4] ?? '';
  const { id } = iamActor(principal, account);
  return [id, `${account}:${id}`];
}

/** The form in which two spellings of one id or mail address are equal. */
export function samePerson(id: string): string {
  return id.normalize('NFKC').trim().toLowerCase();
}
