import { expect, it } from '@jest/globals';
import { InvalidInput } from '../../../core/contracts/errors.ts';
import type { ServiceName } from '../../../core/contracts/ids.ts';
import { createVcs } from '../../../lambdas/adapters/create-vcs.ts';
import type { Vcs } from '../../../lambdas/ports.ts';
import { commitOf, digestOf } from '../../contracts/samples.ts';

const host = (n: number, seen: string[]): Vcs => ({
  inspect: async (change, max) => {
    seen.push(`${n} inspect ${change.head} ${max}`);
    return { diff: `${n}`, digest: digestOf(n), authors: [], trailers: [] };
  },
  contains: async (_source, head, ancestor) => void seen.push(`${n} contains ${head} ${ancestor}`) === undefined,
  currentHead: async (_source, change) => (seen.push(`${n} currentHead ${change}`), commitOf(n)),
  digestOf: async (_source, commit) => (seen.push(`${n} digestOf ${commit}`), digestOf(n)),
  markDeployed: async (_source, service, commit) => void seen.push(`${n} markDeployed ${service} ${commit}`),
});

it('asks the host that the source names, with everything it was asked', async () => {
  const seen: string[] = [];
  const vcs = createVcs({ GITHUB: host(1, seen), CODECOMMIT: host(2, seen) });
  const sources = [
    { kind: 'GITHUB' as const, owner: 'acme', name: 'shop' },
    { kind: 'CODECOMMIT' as const, name: 'shop' },
  ];
  const [a, b] = [commitOf(10), commitOf(11)];
  for (const source of sources) {
    await vcs.inspect({ source, base: a, head: b }, 7);
    await vcs.contains(source, b, a);
    await vcs.currentHead(source, 'pr/1');
    await vcs.digestOf(source, b);
    await vcs.markDeployed(source, 'shop' as ServiceName, b);
  }
  const calls = [`inspect ${b} 7`, `contains ${b} ${a}`, 'currentHead pr/1', `digestOf ${b}`, `markDeployed shop ${b}`];
  expect(seen).toEqual([1, 2].flatMap((n) => calls.map((call) => `${n} ${call}`)));
});

it('refuses a host that this home does not know', async () => {
  const vcs = createVcs({ GITHUB: host(1, []), CODECOMMIT: host(2, []) });
  const asked = vcs.digestOf({ kind: 'LOCAL', path: '/srv' }, commitOf(1));
  await expect(asked).rejects.toThrow(InvalidInput);
  await expect(asked).rejects.toThrow('source: found LOCAL; expected GITHUB or CODECOMMIT in this home');
});
