import { describe, expect, it } from '@jest/globals';
import { maskSecrets } from '../../../core/review/mask-secrets.ts';

// Put together here, so that the repository itself holds nothing that looks like a credential.
const aws = ['AKIA', 'Z7QMXK2PLW9RT4VB'].join('');
const awsSecret = ['q8Zr2LkP0vXw', 'N4tYb7HsUe1C', 'jM5aGd9FoT3R', 'iB6xKlQn'].join('');
const github = ['ghp', '_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('');
const jwt = [['eyJ', 'hbGciOiJIUzI1NiJ9'].join(''), ['eyJ', 'zdWIiOiIxMjM0In0'].join(''), 'c2lnbmF0dXJl'].join('.');

describe('maskSecrets', () => {
  it.each([
    ['AWS key id', aws],
    ['AWS secret', awsSecret],
    ['GitHub token', github],
    ['JWT', jwt],
  ])('hides a %s', (_, secret) => {
    const masked = maskSecrets(`+const it = "${secret}";`);
    expect(masked).not.toContain(secret.slice(4, 20));
    expect(masked).toMatch(/^\+const it = "\[masked, \d+ characters\]/);
  });

  it('hides passwords in addresses and in assignments, and keeps the names', () => {
    expect(maskSecrets('+url: postgres://shop:hunter2hunter2@db/shop')).toBe(
      '+url: postgres://shop:[masked, 14 characters]@db/shop',
    );
    expect(maskSecrets("+password: 'hunter2hunter2'")).toBe("+password: '[masked, 14 characters]'");
    expect(maskSecrets('+API_KEY = "short but secret"')).toBe('+API_KEY = "[masked, 16 characters]"');
  });

  it('hides the whole of a private key and shows what comes after it', () => {
    const begin = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');
    const end = ['-----END', 'PRIVATE KEY-----'].join(' ');
    const masked = maskSecrets(`+${begin}\n+abcdefabcdef\n+QQ==\n+${end}\n+const after = 1;`);
    expect(masked).not.toContain('abcdef');
    expect(masked).not.toContain('QQ==');
    expect(masked.split('\n')).toHaveLength(5);
    expect(masked).toContain('+const after = 1;');
  });

  it.each([
    'index 3f786850e387550fdab836ed7e6dc881de23001b..89e6c98d92887913cadf06b2adb97f26cde4849b 100644',
    '+const aVeryLongFunctionNameThatSomebodyHasWrittenDown = 1;',
    '+--------------------------------------------------------',
    '+import { x } from "../../some/long/path/to/a/module/in/the/tree.ts";',
  ])('leaves %s', (line) => expect(maskSecrets(line)).toBe(line));

  it('is quick on hostile lines', () => {
    const started = performance.now();
    for (const line of [
      '://a:'.repeat(60_000),
      'secret="'.repeat(40_000),
      'eyJ'.repeat(100_000),
      'aA1'.repeat(100_000),
      ' '.repeat(300_000),
    ])
      maskSecrets(line);
    maskSecrets('-----BEGIN PRIVATE KEY-----\n'.repeat(10_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
