import { describe, expect, it } from '@jest/globals';
import { findSecrets } from '../../../embedded/gates/find-secrets.ts';
import { maskSecrets } from '../../../embedded/gates/mask-secrets.ts';
import { scanDiff } from '../../../embedded/gates/scan-diff.ts';
import { secretsGate } from '../../../embedded/gates/secrets-gate.ts';
import { diffOf } from '../../core/change/diff-of.ts';
import { fakeSecrets, looksRandom } from './fake-secrets.ts';

const secrets = Object.entries(fakeSecrets());
const never = new AbortController().signal;
/** No part of the secret of this length may be seen but its first four characters. */
const leaks = (text: string, secret: string) =>
  secret
    .split('\n')
    .filter((line) => line.length >= 16 && !line.includes('PRIVATE KEY'))
    .some((line) => text.includes(line.slice(4, 16)) || text.includes(line.slice(-12)));

describe('the secrets gate', () => {
  it.each(secrets)(
    'finds %s on an added line, with file and line, and never shows it',
    async (_name, { secret, line }) => {
      const added = ['first', ...line(secret).split('\n'), 'last'];
      const end = await secretsGate(diffOf('config/app.txt', { added }), never);
      expect(end.status).toBe('FAILED');
      expect(end.findings).toHaveLength(1);
      expect(end.findings[0]).toMatchObject({ category: 'secret', severity: 'error', file: 'config/app.txt', line: 2 });
      expect(end.findings[0]?.message).toContain(`${secret.slice(0, 4)}****(`);
      expect(leaks(JSON.stringify(end), secret)).toBe(false);
    },
  );

  it.each(secrets)('lets %s be on lines that are not added', async (_name, { secret, line }) => {
    const lines = line(secret).split('\n');
    const end = await secretsGate(diffOf('a.txt', { context: lines, removed: lines, added: ['harmless'] }), never);
    expect(end).toMatchObject({ status: 'PASSED', findings: [] });
  });

  it('is not turned off by a comment in the change', async () => {
    const { awsId } = fakeSecrets();
    const added = ['// secretlint-disable', `${awsId.line(awsId.secret)} // secretlint-disable-line`];
    expect((await secretsGate(diffOf('a.js', { added }), never)).status).toBe('FAILED');
  });

  it('knows a key by the unchanged lines around it', async () => {
    const { pem } = fakeSecrets();
    const [first = '', second = '', ...rest] = pem.secret.split('\n');
    const diff = `diff --git a/k b/k\nindex 1..2 100644\n--- a/k\n+++ b/k\n@@ -1,${rest.length + 2} +1,${rest.length + 2} @@\n ${first}\n-x\n+${second}\n${rest.map((l) => ` ${l}\n`).join('')}`;
    expect((await scanDiff(diff)).findings).toMatchObject([{ line: 2 }]);
  });

  it('finds each of several secrets and numbers them by the head', async () => {
    const lines = secrets.slice(0, 4).map(([, { secret, line }]) => line(secret));
    const { findings } = await scanDiff(diffOf('a.txt', { context: ['a', 'b'], removed: ['c', 'd'], added: lines }));
    expect(findings.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
  });

  it('does not show a secret that is a file name', async () => {
    const { github } = fakeSecrets();
    const { findings } = await scanDiff(diffOf(github.secret, { added: [github.secret] }));
    expect(findings).toHaveLength(1);
    expect(leaks(JSON.stringify(findings), github.secret)).toBe(false);
  });

  it.each([
    [
      'plain code',
      [
        'const token = await getToken(request);',
        'password: z.string().min(8),',
        'apiKeyEnv: "STRIPE_API_KEY_FOR_TESTS_1",',
      ],
    ],
    [
      'references',
      ['API_KEY=${API_KEY_FROM_VAULT_12}', 'secret: process.env.CLIENT_SECRET_V2', 'token = "<your-token-here-12345>"'],
    ],
    [
      'hashes and ids',
      [
        `"integrity": "sha512-${looksRandom('i', 86, 'abcdefXYZ0123456789')}=="`,
        `commit ${looksRandom('c', 40, '0123456789abcdef')}`,
      ],
    ],
    ["AWS's own example", ['aws_access_key_id = AKIA' + 'IOSFODNN7EXAMPLE']],
    ['an account number', ['account_id: 123456789012']],
  ])('lets %s pass', async (_name, added) => {
    expect(await scanDiff(diffOf('src/a.ts', { added }))).toEqual({ findings: [], unscanned: [] });
  });

  it('names binary files as not scanned', async () => {
    const diff =
      'diff --git a/x.bin b/x.bin\nnew file mode 100644\nindex 0..1\nBinary files /dev/null and b/x.bin differ\n';
    expect(await secretsGate(diff, never)).toMatchObject({
      status: 'PASSED',
      findings: [{ severity: 'note', file: 'x.bin' }],
    });
  });

  it.each([
    ['a diff that it cannot read', 'not a diff', never, 60_000, 'MISSING'],
    ['a stop', diffOf('a.txt'), AbortSignal.abort(), 60_000, 'MISSING'],
    ['too little time', diffOf('a.txt'), never, 0, 'TIMED_OUT'],
  ])('fails closed: %s', async (_name, diff, signal, timeout, status) => {
    expect((await secretsGate(diff, signal, timeout)).status).toBe(status);
  });

  it('is quick on hostile lines', async () => {
    const long = ['secret=', '-----BEGIN PRIVATE KEY-----', 'n', 'A', '\\n', 'password: "a1'].map((s) =>
      s.repeat(20_000),
    );
    const began = performance.now();
    await secretsGate(diffOf('a.txt', { added: long }), never);
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

describe('maskSecrets', () => {
  it.each(secrets)('masks the whole of %s in any text', async (_name, { secret, line }) => {
    const masked = await maskSecrets(`before\n${line(secret)}\nafter ${line(secret)} end`);
    expect(leaks(masked, secret)).toBe(false);
    expect(masked).toMatch(/^before\n[^]*\nafter [^]* end$/);
  });

  it('leaves other text alone', async () => {
    expect(await maskSecrets('12 tests, 1 failed\n  at a.ts:3')).toBe('12 tests, 1 failed\n  at a.ts:3');
  });
});

describe('findSecrets', () => {
  it('reads no file, whatever the name', async () => {
    expect(await findSecrets('/etc/passwd.p12', 'x')).toEqual([]);
  });
});
