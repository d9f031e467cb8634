import { findSecrets } from './find-secrets.ts';

/**
 * The same text with every secret that the rules know replaced by its first characters and length. Fails closed: when
 * the scanner fails, nothing of the text is kept.
 */
export async function maskSecrets(text: string): Promise<string> {
  let found;
  try {
    found = await findSecrets('text', text);
  } catch {
    return '(withheld: the secrets scanner failed)';
  }
  const spans = found.map(({ start, end }) => [start, end] as const).sort((a, b) => a[0] - b[0]);
  let masked = '';
  let at = 0;
  for (const [start, end] of spans) {
    if (end <= at) continue;
    masked += text.slice(at, Math.max(at, start));
    if (start >= at) masked += maskOf(text.slice(start, end));
    at = end;
  }
  return masked + text.slice(at);
}

/** All that is ever shown of a secret; nothing of one too short to lose four characters. */
export const maskOf = (secret: string): string =>
  `${secret.length >= 12 ? secret.slice(0, 4).replace(/\s/g, ' ') : ''}****(${secret.length} characters)`;
