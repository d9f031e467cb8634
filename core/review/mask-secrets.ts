/**
 * Things that look like credentials, so that none is sent to a model (003-80). A net under the secrets gate, which
 * decides; it hides too much rather than too little. Every pattern is linear: no nested or unbounded adjacent repeats.
 */
const PATTERNS: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\b(?:gh[opsur]_|github_pat_|glpat-|xox[abeoprs]-|sk[-_]|rk_|pk_|AIza|npm_|dop_v1_)[A-Za-z0-9_-]{16,300}/g,
  /\beyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,4000}(?:\.[A-Za-z0-9_-]{0,2000})?/g,
  // user:password@ in an address
  /(?<=:\/\/[^\s:/@]{0,100}:)[^\s/@]{1,200}(?=@)/g,
  // secret = "value"; the name stays readable
  /(?<=(?:secret|token|passwd|password|api[_-]?key|access[_-]?key|private[_-]?key)["']?\s{0,3}[:=]\s{0,3}["'`])[^"'`\r\n]{8,500}/gi,
];
const LONG = /[A-Za-z0-9+/_=-]{32,4000}/g;
const KEY_BEGIN = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/;
const KEY_END = /-----END [A-Z ]{0,40}PRIVATE KEY-----/;

/** The same text, line for line, with whatever looks like a credential replaced by its length. */
export function maskSecrets(text: string): string {
  let inKey = false;
  return text
    .split('\n')
    .map((line) => {
      if (KEY_BEGIN.test(line)) inKey = !KEY_END.test(line.slice(line.search(KEY_BEGIN)));
      else if (KEY_END.test(line)) inKey = false;
      else if (inKey && /^[ +-]?\s{0,20}["']?[A-Za-z0-9+/=\\:, -]{0,200}["']?,?\r?$/.test(line))
        return `${line.slice(0, 1)}[key material masked]`;
      else inKey = false;
      return PATTERNS.reduce((masked, pattern) => masked.replace(pattern, hide), line).replace(LONG, hideIfRandom);
    })
    .join('\n');
}

const hide = (found: string): string => `[masked, ${found.length} characters]`;

/** Random-looking: lower case, upper case and digits mixed. Commit ids, long names and rulers are not. */
function hideIfRandom(found: string): string {
  return /[a-z]/.test(found) && /[A-Z]/.test(found) && /[0-9]/.test(found) && !found.includes('//')
    ? hide(found)
    : found;
}
