/**
 * Untrusted text as one plain line of at most `max` UTF-16 units: control characters, line ends and marks that reorder
 * or hide text become spaces; a cut shows as "…".
 */
export function plainText(text: string, max: number): string {
  const flat = text.replace(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g,
    ' ',
  );
  const cut = flat.length > max ? `${flat.slice(0, max - 1)}…` : flat;
  return cut.toWellFormed();
}
