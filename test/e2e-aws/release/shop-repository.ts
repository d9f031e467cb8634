import { readFileSync } from 'node:fs';
import type { CommitSha } from '../../../core/contracts/ids.ts';
import { makeRepository, type TestRepository } from '../../embedded/vcs/make-repository.ts';

const CODE = readFileSync(new URL('../../../lib/example-stack/shop/index.mjs', import.meta.url), 'utf8');
const TEST = `import assert from 'node:assert/strict';
import test from 'node:test';
import { handler } from './index.mjs';

test('lists products', async () => {
  const { statusCode, body } = await handler({ rawPath: '/products' });
  assert.equal(statusCode, 200);
  assert.match(body, /Teapot/);
});
`;

export type ShopRepository = TestRepository & {
  /** What serves before the first release. */
  readonly initial: CommitSha;
  /** One commit on a branch of its own that starts at main. */
  branch(name: string, edit: (code: string) => string, more?: Readonly<Record<string, string>>): CommitSha;
};

/** A repository with the example's function in it, as a service team has one. */
export function shopRepository(): ShopRepository {
  const repository = makeRepository();
  const initial = repository.commit({ 'index.mjs': CODE, 'index.test.mjs': TEST }, 'the shop');
  return {
    ...repository,
    initial,
    branch(name, edit, more = {}) {
      repository.git('switch', '--quiet', '-c', name, 'main');
      return repository.commit({ 'index.mjs': edit(CODE), ...more }, name);
    },
  };
}
