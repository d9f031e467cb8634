/**
 * Tokens of a text when the model's own count is missing: English has about 4 bytes of UTF-8 to a token, counted here
 * as 3 so as not to undercount. By bytes and not by characters, since a token of other scripts is about a character.
 */
export function estimatedTokens(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).length / 3);
}
