import { describe, expect, it } from '@jest/globals';
import { docsOnly } from '../../../core/change/docs-only.ts';
import { parseDiff } from '../../../core/change/parse-diff.ts';
import { riskClassOf } from '../../../core/change/risk-class-of.ts';
import { signalsOf } from '../../../core/change/signals-of.ts';
import { signalSchema } from '../../../core/contracts/facts.ts';
import { diffOf } from './diff-of.ts';

const signals = (...diffs: string[]) => signalsOf(parseDiff(diffs.join('')));
const kinds = (...diffs: string[]) => signals(...diffs).map(({ kind }) => kind);

describe('signalsOf by path (K13, 004-15..17)', () => {
  it.each<[string, string[]]>([
    ['README.md', ['docs']],
    ['docs/guide/intro.md', ['docs']],
    ['docs/picture.png', ['docs']],
    ['LICENSE', ['docs']],
    ['packages/x/CHANGELOG.md', ['docs']],
    ['src/readme.md', ['docs']],
    ['src/content/terms.md', ['source']],
    ['prompts/system.md', ['source']],
    ['docs/conf.py', ['source']],
    ['src/docs/extra.md', ['source']],
    ['test/cart.test.ts', ['tests']],
    ['src/cart.spec.ts', ['tests']],
    ['pkg/cart_test.go', ['tests']],
    ['tests/auth/test_login.py', ['tests']],
    ['src/contest.ts', ['source']],
    ['spec/openapi.yaml', ['config-runtime']],
    ['src/cart.ts', ['source']],
    ['Makefile', ['source']],
    ['something.unknown', ['source']],
    ['run', ['source']],
    ['.prettierrc', ['config-nonprod']],
    ['eslint.config.mjs', ['config-nonprod']],
    ['.vscode/settings.json', ['config-nonprod']],
    ['.env.test', ['config-nonprod']],
    ['.env', ['config-runtime']],
    ['.env.production', ['config-runtime']],
    ['config/production.yaml', ['config-runtime']],
    ['Procfile', ['config-runtime']],
    ['Dockerfile', ['config-runtime']],
    ['tsconfig.json', ['config-runtime']],
    ['.github/workflows/test.yml', ['config-ci']],
    ['.github/README.md', ['config-ci']],
    ['docs/CODEOWNERS', ['config-ci']],
    ['.gitlab-ci.yml', ['config-ci']],
    ['ci/buildspec-test.yml', ['config-ci']],
    ['Jenkinsfile', ['config-ci']],
    ['.circleci/config.yml', ['config-ci']],
    ['.husky/pre-commit', ['config-ci']],
    ['interlock.yaml', ['config-ci']],
    ['policies/conservative.cedar', ['config-ci']],
    ['terraform/main.tf', ['infrastructure']],
    ['infra/stack.ts', ['infrastructure']],
    ['cdk.json', ['config-runtime', 'infrastructure']],
    ['deploy/service.yaml', ['config-runtime', 'infrastructure']],
    ['src/auth/token.ts', ['source', 'auth']],
    ['src/author.ts', ['source']],
    ['src/authors/list.ts', ['source']],
    ['src/authorize.ts', ['source', 'auth']],
    ['src/OAuthClient.ts', ['source', 'auth']],
    ['src/loginForm.tsx', ['source', 'auth']],
    ['src/ssoClient.ts', ['source', 'auth']],
    ['src/iamPolicy.ts', ['source', 'auth']],
    ['src/diameter.ts', ['source']],
    ['src/sessionStore.ts', ['source', 'auth']],
    ['lib/password_reset.rb', ['source', 'auth']],
    ['src/billing/invoice.ts', ['source', 'payments']],
    ['src/CheckoutPage.tsx', ['source', 'payments']],
    ['migrations/002_add.sql', ['schema-change']],
    ['db/migrate/20260101_add.rb', ['schema-change']],
    ['prisma/schema.prisma', ['schema-change']],
    ['alembic/versions/ab12.py', ['schema-change']],
    ['migrations/README.md', ['docs']],
    ['query.sql', ['source']],
    ['package-lock.json', ['dependency']],
    ['requirements-dev.txt', ['dependency']],
    ['go.mod', ['dependency']],
    ['vendor/lib/x.go', ['dependency']],
  ])('%s: %j', (path, expected) => {
    expect(kinds(diffOf(path))).toEqual(expected);
  });
});

describe('signalsOf by content (001-34, 002-52)', () => {
  it.each<[string, string, Parameters<typeof diffOf>[1], string]>([
    ['DDL added', 'src/db.ts', { added: ['await sql`alter table users add column x int`'] }, 'schema-change'],
    ['DDL removed', 'schema.txt.sql', { removed: ['CREATE UNIQUE INDEX i ON t (x);'] }, 'schema-change'],
    ['migration builder', 'src/boot.js', { added: ["knex.schema.createTable('x', t => {"] }, 'schema-change'],
    ['outside host', 'src/a.ts', { added: ["fetch('https://api.stripe.test.io/v1')"] }, 'external-integration'],
    [
      'host with credentials',
      'src/a.ts',
      { added: ["'postgres://u:p@db.prod.internal.io/x'"] },
      'external-integration',
    ],
    ['cloud SDK', 'src/a.ts', { added: ["import { S3Client } from '@aws-sdk/client-s3';"] }, 'external-integration'],
    ['Python SDK', 'src/a.py', { added: ['import boto3'] }, 'external-integration'],
    ['export removed', 'src/a.ts', { removed: ['export function f(a: string) {'] }, 'breaking-api'],
    [
      'export changed',
      'src/a.ts',
      { removed: ['export const f = (a) => 1;'], added: ['export const f = (a, b) => 1;'] },
      'breaking-api',
    ],
    ['CommonJS export', 'src/a.js', { removed: ['module.exports = { a };'] }, 'breaking-api'],
    ['route removed', 'src/a.ts', { removed: ["app.get('/users/:id', show)"] }, 'breaking-api'],
    ['path comparison removed', 'server.js', { removed: ["  if (url.pathname === '/search') {"] }, 'breaking-api'],
    ['Flask route removed', 'app.py', { removed: ["@app.route('/x')"] }, 'breaking-api'],
    ['API path removed', 'api/openapi.yaml', { removed: ['  /users/{id}:'] }, 'breaking-api'],
    ['API requirement added', 'api/swagger.json', { context: ['a'], added: ['  "required": ["x"]'] }, 'breaking-api'],
    ['CDK code', 'lib/x.ts', { added: ["import * as cdk from 'aws-cdk-lib';"] }, 'infrastructure'],
    [
      'cluster template by its context',
      'app.yaml',
      { context: ['apiVersion: apps/v1'], added: ['replicas: 1'] },
      'infrastructure',
    ],
    ['base image', 'Dockerfile', { added: ['FROM node:24'] }, 'dependency'],
    [
      'dependency by its section',
      'package.json',
      { context: ['"dependencies": {'], added: ['    "left-pad": "beta"'] },
      'dependency',
    ],
    [
      'dependency without its section',
      'package.json',
      { context: ['    "a": "1"'], added: ['    "left-pad": "^1.3.0"'] },
      'dependency',
    ],
  ])('%s', (_name, path, lines, kind) => {
    expect(kinds(diffOf(path, lines))).toContain(kind);
  });

  it.each<[string, string, Parameters<typeof diffOf>[1], string]>([
    ['words of a page', 'src/a.tsx', { added: ['<button>Create view</button>'] }, 'schema-change'],
    ['DDL in a test', 'test/a.test.ts', { added: ['CREATE TABLE x (y int)'] }, 'schema-change'],
    ['DDL in docs', 'docs/a.md', { added: ['CREATE TABLE x (y int)'] }, 'schema-change'],
    [
      'local host',
      'src/a.ts',
      { added: ["fetch('http://localhost:3000')", "x('http://127.0.0.1/')", "'https://www.example.com'"] },
      'external-integration',
    ],
    [
      'host that was there',
      'src/a.ts',
      { removed: ["'https://api.acme.io/a'"], added: ["'https://api.acme.io/b'"] },
      'external-integration',
    ],
    [
      'link in a comment',
      'src/a.ts',
      { added: ['// see https://api.acme.io', ' * https://api.acme.io'] },
      'external-integration',
    ],
    [
      'registry in a lock file',
      'package-lock.json',
      { added: ['"resolved": "https://registry.npmjs.org/x"'] },
      'external-integration',
    ],
    [
      'export moved in its file',
      'src/a.ts',
      { removed: ['export const a = 1;'], added: ['const b = 2;', 'export const a = 1;'] },
      'breaking-api',
    ],
    ['export added', 'src/a.ts', { added: ['export const a = 1;'] }, 'breaking-api'],
    [
      'route with another handler',
      'src/a.ts',
      { removed: ["app.get('/x', a)"], added: ["app.get('/x', b)"] },
      'breaking-api',
    ],
    [
      'API description',
      'openapi.yaml',
      { removed: ['  description: old'], added: ['  description: new'] },
      'breaking-api',
    ],
    [
      'script by its section',
      'package.json',
      { context: ['"scripts": {'], added: ['    "test": "jest"'] },
      'dependency',
    ],
    [
      'version of the package',
      'package.json',
      { removed: ['  "version": "1.0.0",'], added: ['  "version": "1.1.0",'] },
      'dependency',
    ],
  ])('not: %s', (_name, path, lines, kind) => {
    expect(kinds(diffOf(path, lines))).not.toContain(kind);
  });
});

describe('signalsOf', () => {
  it('counts both names of a renamed file', () => {
    const rename = (from: string, to: string) =>
      `diff --git a/${from} b/${to}\nsimilarity index 100%\nrename from ${from}\nrename to ${to}\n`;
    expect(kinds(rename('src/auth/login.ts', 'docs/login.md'))).toEqual(['docs', 'source', 'auth']);
    expect(kinds(rename('docs/a.md', 'docs/b.md'))).toEqual(['docs']);
  });

  it('does not let a link, a submodule or permission bits pass for docs', () => {
    const docs = 'diff --git a/README.md b/README.md\n';
    expect(docsOnly(signals(`${docs}old mode 100644\nnew mode 100755\n`))).toBe(false);
    expect(docsOnly(signals(`${docs}new file mode 100755\nindex 0..1\n`))).toBe(false);
    expect(docsOnly(signals(`${docs}new file mode 120000\nindex 0..1\n`))).toBe(false);
    expect(docsOnly(signals(`${docs}new file mode 100644\nindex 0..1\n`))).toBe(true);
  });

  it('names binary files, also among tests, but not pictures of docs', () => {
    const binary = (path: string) =>
      `diff --git a/${path} b/${path}\nnew file mode 100644\nindex 0..1\nBinary files /dev/null and b/${path} differ\n`;
    expect(kinds(binary('tests/data.xz'))).toEqual(['tests', 'binary']);
    expect(kinds(binary('logo.png'))).toEqual(['source', 'binary']);
    expect(kinds(binary('docs/logo.png'))).toEqual(['docs']);
  });

  it('keeps the contract for many files and hostile names', () => {
    const many = Array.from({ length: 30 }, (_, i) => diffOf(`src/f${i}.ts`));
    const [source] = signals(...many);
    expect(source?.files).toHaveLength(20);
    expect(source?.detail).toBe('30 files');
    const hostile = `diff --git "a/\\033[31m\\n${'x'.repeat(900)}" "b/\\033[31m\\n${'x'.repeat(900)}"\nnew file mode 100644\nindex 0..1\n`;
    for (const signal of signals(...many, hostile)) {
      expect(() => signalSchema.parse(signal)).not.toThrow();
      expect(signal.files.join('') + signal.detail).not.toMatch(/[\u0000-\u001f]/);
    }
  });

  it('does not show the credentials of an address', () => {
    const all = JSON.stringify(signals(diffOf('src/a.ts', { added: ["'https://user:hunter2@api.acme.io'"] })));
    expect(all).toContain('api.acme.io');
    expect(all).not.toContain('hunter2');
  });

  it('docsOnly is false without signals', () => {
    expect(docsOnly([])).toBe(false);
  });

  it('is quick on long lines', () => {
    const long = ['CREATE '.repeat(50_000), ' '.repeat(300_000), 'https://'.repeat(40_000), '"'.repeat(200_000)];
    const began = performance.now();
    kinds(
      diffOf('src/a.ts', { added: long, removed: long }),
      diffOf('package.json', { added: long }),
      diffOf('openapi.yaml', { removed: long }),
    );
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

describe('riskClassOf (004-15..17, K13)', () => {
  const of = (...list: string[]) => riskClassOf(list.map((kind) => ({ kind: kind as 'docs', files: [], detail: '' })));

  it.each(['auth', 'payments', 'schema-change', 'infrastructure', 'config-ci', 'secret'])('%s is HIGH', (kind) => {
    expect(of('docs', 'source', kind)).toEqual({ riskClass: 'HIGH', raisedBy: [kind] });
  });
  it.each(['source', 'config-runtime', 'dependency', 'external-integration', 'breaking-api', 'binary', 'new-kind'])(
    '%s is MEDIUM',
    (kind) => {
      expect(of('docs', kind)).toEqual({ riskClass: 'MEDIUM', raisedBy: [kind] });
    },
  );
  it('docs, tests and config-nonprod are LOW, nothing at all is not', () => {
    expect(of('docs', 'tests', 'config-nonprod')).toEqual({ riskClass: 'LOW', raisedBy: [] });
    expect(of()).toEqual({ riskClass: 'MEDIUM', raisedBy: [] });
  });
});
