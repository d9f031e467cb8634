import { describe, expect, it } from '@jest/globals';
import { hostedRepository, type HostedSource, nameOf } from '../../../core/contracts/hosted-repository.ts';
import { repositorySlug } from '../../../core/release/repository-slug.ts';

const github = (owner: string, name: string): HostedSource => ({ kind: 'GITHUB', owner, name });
const codeCommit = (name: string): HostedSource => ({ kind: 'CODECOMMIT', name });

describe('what repository of a service means', () => {
  it.each<[string, ReturnType<typeof hostedRepository>]>([
    ['github:Acme/Shop', github('Acme', 'Shop')],
    ['https://github.com/acme/shop.git', github('acme', 'shop')],
    ['https://github.com/acme/shop/', github('acme', 'shop')],
    ['codecommit:pay.ments', codeCommit('pay.ments')],
    ['.', 'PATH'],
    ['./services/shop', 'PATH'],
    ['/srv/git/shop', 'PATH'],
    ['github/shop', 'PATH'],
    ['github:acme', 'ELSEWHERE'],
    ['github:acme/shop/more', 'ELSEWHERE'],
    ['codecommit:', 'ELSEWHERE'],
    ['codecommit:a/b', 'ELSEWHERE'],
    ['codecommit::eu-west-1://shop', 'ELSEWHERE'],
    ['https://gitlab.com/acme/shop', 'ELSEWHERE'],
    ['git@github.com:acme/shop.git', 'ELSEWHERE'],
    ['ssh://git@github.com/acme/shop', 'ELSEWHERE'],
  ])('%s', (text, meaning) => {
    expect(hostedRepository(text)).toEqual(meaning);
  });
});

describe('the slug of a repository', () => {
  it('is the same however GitHub’s name is written, and a name that a project and a role may have', () => {
    expect(repositorySlug(github('Acme', 'Shop'))).toBe(repositorySlug(github('acme', 'shop')));
    expect(repositorySlug(github('acme', 'shop'))).toMatch(/^acme-shop-[0-9a-f]{12}$/);
    const all = [
      github('a', '_'),
      codeCommit('___'),
      codeCommit('x'.repeat(100)),
      github('o'.repeat(100), 'n'.repeat(100)),
    ];
    for (const source of all) expect(repositorySlug(source)).toMatch(/^[a-z0-9][a-z0-9-]{0,40}$/);
  });

  it('tells apart what reads alike', () => {
    const alike = [
      ...[github('acme', 'shop'), github('acme-shop', 'x'), github('acme', 'shop-x'), github('acme', 'shop.x')],
      ...[codeCommit('acme-shop'), codeCommit('acme.shop'), codeCommit('Acme-shop'), codeCommit('acme_shop')],
      ...['a', 'b'].map((end) => codeCommit('long'.repeat(20) + end)),
    ];
    expect(new Set(alike.map(repositorySlug)).size).toBe(alike.length);
    expect(new Set(alike.map(nameOf)).size).toBe(alike.length);
  });
});
