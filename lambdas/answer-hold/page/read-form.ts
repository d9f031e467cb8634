import type { PageForm } from './page-view.ts';

/** Characters of a reason; the bound of a hold's reason. */
export const reasonMax = 1000;
/** Bytes of a form: a reason of the largest size, every character escaped, fits. */
export const formMaxBytes = 16 * 1024;

export type FormResult =
  | { readonly kind: 'FORM'; readonly form: PageForm }
  | { readonly kind: 'INVALID'; readonly message: string; readonly reason: string };

/** Reads `answer=approve|reject&reason=…`; a rejection needs a reason. Line ends become "\n". */
export function readForm(body: string): FormResult {
  const fields = new URLSearchParams(body);
  const reason = (fields.get('reason') ?? '').replace(/\r\n?/g, '\n').trim();
  const answers = fields.getAll('answer');
  const answer = answers[0];
  const invalid = (message: string): FormResult => ({ kind: 'INVALID', message, reason: reason.slice(0, reasonMax) });
  if (answers.length !== 1 || (answer !== 'approve' && answer !== 'reject'))
    return invalid('Choose one of the buttons: the answer was neither approve nor reject.');
  if (reason.length > reasonMax)
    return invalid(`The reason has ${reason.length} characters; expected at most ${reasonMax}.`);
  if (answer === 'reject' && reason === '') return invalid('Say why: a rejection needs a reason for the author.');
  return { kind: 'FORM', form: { answer, reason } };
}
