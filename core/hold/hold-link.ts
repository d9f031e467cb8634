import { Terminal } from '../contracts/errors.ts';
import type { Hold } from '../contracts/hold.ts';

/** Keyed signature of a text, in characters that need no escaping in a URL. */
export type Sign = (text: string) => string;

const opaque = /^([A-Za-z0-9_-]{8,60})\.([A-Za-z0-9_-]{16,200})$/;

/**
 * The opaque id in an approval link: `<linkId>.<signature>`. The signature covers the link, the hold, the approver, the
 * commit and the artifact, so a link answers for nobody and nothing else. Throws `Terminal` when the id or the
 * signature would not survive in a URL.
 */
export function linkText(sign: Sign, linkId: string, hold: Hold, approverId: string): string {
  const text = `${linkId}.${sign(signedText(linkId, hold, approverId))}`;
  if (!opaque.test(text)) throw new Terminal('link id and signature must consist of A-Z a-z 0-9 _ - alone');
  return text;
}

/** The id under which the link is stored; null when the text cannot be a link. It proves nothing yet. */
export function linkIdOf(text: string): string | null {
  return opaque.exec(text)?.[1] ?? null;
}

/** True only for the text that `linkText` made for this link, hold and approver. Takes the same time for every signature. */
export function readLink(sign: Sign, text: string, linkId: string, hold: Hold, approverId: string): boolean {
  return opaque.test(text) && sameText(text, linkText(sign, linkId, hold, approverId));
}

/** A JSON array keeps the parts apart: no two different links sign the same text. */
function signedText(linkId: string, hold: Hold, approverId: string): string {
  const { releaseId, head, digest } = hold.subject;
  return JSON.stringify(['interlock.hold-link.v1', linkId, hold.holdId, releaseId, approverId, head, digest]);
}

/** Compares without stopping at the first difference; only the length shows, and that is public. */
function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < b.length; i += 1) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
