import type { Source } from '../../core/contracts/change-submitted.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Vcs } from '../ports.ts';

/** The port Vcs of a home that knows several hosts: each call goes to the one that the change's source names. */
export function createVcs(hosts: Readonly<Partial<Record<Source['kind'], Vcs>>>): Vcs {
  const of = ({ kind }: Source): Vcs => {
    const vcs = hosts[kind];
    if (vcs !== undefined) return vcs;
    throw new InvalidInput(`source: found ${kind}; expected ${Object.keys(hosts).join(' or ')} in this home`);
  };
  return {
    inspect: async (change, maxDiffBytes) => of(change.source).inspect(change, maxDiffBytes),
    contains: async (source, head, ancestor) => of(source).contains(source, head, ancestor),
    currentHead: async (source, change) => of(source).currentHead(source, change),
    digestOf: async (source, commit) => of(source).digestOf(source, commit),
    markDeployed: async (source, service, commit) => of(source).markDeployed(source, service, commit),
  };
}
