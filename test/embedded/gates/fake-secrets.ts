import { createHash } from 'node:crypto';

/** `length` characters of an alphabet that look random and are the same in every run. */
export function looksRandom(seed: string, length: number, alphabet: string): string {
  const bytes = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    createHash('sha256').update(`${seed}${i}`).digest(),
  );
  return [...Buffer.concat(bytes).subarray(0, length)].map((b) => alphabet[b % alphabet.length]).join('');
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ALNUM = `${UPPER}${UPPER.toLowerCase()}0123456789`;

/** Credentials of no account, put together at run time so that this repository holds none that a scanner would find. */
export function fakeSecrets() {
  const awsKey = looksRandom('aws', 40, `${ALNUM}/+`);
  const body =
    looksRandom('pem', 64 * 12, ALNUM)
      .match(/.{64}/g)
      ?.join('\n') ?? '';
  const pem = (kind: string, content: string) =>
    [`-----BEGIN ${kind}`, `PRIVATE KEY-----\n${content}\n-----END ${kind}`, 'PRIVATE KEY-----'].join(' ');
  return {
    awsId: { secret: 'AK' + 'IA' + looksRandom('id', 16, `${UPPER}234567`), line: (s: string) => `const id = '${s}';` },
    awsKey: { secret: awsKey, line: (s: string) => `aws_secret_access_key = "${s}"` },
    github: {
      secret: 'gh' + 'p_' + looksRandom('gh', 36, ALNUM),
      line: (s: string) => `curl -H "Authorization: token ${s}"`,
    },
    slack: {
      secret: ['xo' + 'xb', '2345678901', '2345678901', looksRandom('sl', 24, ALNUM)].join('-'),
      line: (s: string) => `slack: ${s}`,
    },
    generic: { secret: looksRandom('gen', 32, ALNUM), line: (s: string) => `  "apiKey": "${s}",` },
    dotenv: { secret: looksRandom('env', 40, ALNUM), line: (s: string) => `DB_PASSWORD=${s}` },
    pem: { secret: pem('RSA', `MII${body.slice(3)}`), line: (s: string) => s },
    encryptedPem: { secret: pem('ENCRYPTED', body.slice(0, 130)), line: (s: string) => s },
  };
}
