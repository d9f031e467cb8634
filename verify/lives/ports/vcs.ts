import { InvalidInput } from '../../../core/contracts/errors.ts';
import type { CommitSha, ServiceName } from '../../../core/contracts/ids.ts';
import type { Vcs } from '../../../lambdas/ports.ts';
import { mailOf } from '../settings.ts';
import type { Version } from '../truth.ts';

export type Repository = {
  readonly versions: Map<CommitSha, Version>;
  /** Where each change's head is. */
  readonly heads: Map<string, CommitSha>;
  readonly deployed: Map<ServiceName, CommitSha>;
};

const file = (path: string) =>
  `diff --git a/${path} b/${path}\nindex 1111111..2222222 100644\n--- a/${path}\n+++ b/${path}\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n`;
const DIFFS: Readonly<Record<Version['kind'], string>> = {
  TESTS: file('test/search.test.js'),
  SOURCE: file('src/search.js'),
  SCHEMA: file('migrations/002_more.sql'),
  DOCS: file('README.md'),
  HUGE: file('src/large.js'),
};

/** A repository whose commits are what the life says of them. */
export function createVcs({ versions, heads, deployed }: Repository): Vcs {
  const version = (commit: CommitSha): Version => {
    const found = versions.get(commit);
    if (found === undefined) throw new InvalidInput(`commit ${commit}: not found`);
    return found;
  };
  return {
    inspect: async ({ head }) => {
      const { kind, digest, author } = version(head);
      if (kind === 'HUGE') throw new InvalidInput('the diff is larger than the limit');
      const trailers = [
        { key: 'Root-Cause', value: 'a typo' },
        { key: 'Prevention', value: 'a test' },
      ];
      return { diff: DIFFS[kind], digest, authors: [mailOf(author)], trailers };
    },
    contains: async (_source, head, ancestor) => version(head).contains.has(ancestor),
    currentHead: async (_source, change) => heads.get(change) ?? null,
    digestOf: async (_source, commit) => version(commit).digest,
    markDeployed: async (_source, service, commit) => void deployed.set(service, commit),
  };
}
