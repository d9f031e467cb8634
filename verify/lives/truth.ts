import type { ChangeSubmitted } from '../../core/contracts/change-submitted.ts';
import {
  commitShaSchema,
  digestSchema,
  type CommitSha,
  type Digest,
  type ServiceName,
} from '../../core/contracts/ids.ts';
import type { Choices } from './choices.ts';
import { mailOf } from './settings.ts';

/** GOOD all along; BAD from the first request; LATER from a quarter of the traffic on; SILENT: nothing is measured. */
const QUALITIES = ['GOOD', 'BAD', 'LATER', 'SILENT'] as const;
const KINDS = ['TESTS', 'SOURCE', 'SCHEMA', 'DOCS', 'HUGE'] as const;
const GATES = ['PASSED', 'FAILED', 'NEVER'] as const;

/** What is true of one commit, whatever the product thinks of it. */
export type Version = {
  readonly number: number;
  readonly commit: CommitSha;
  readonly digest: Digest;
  /** Itself and everything that it is built on. */
  readonly contains: ReadonlySet<CommitSha>;
  readonly quality: (typeof QUALITIES)[number];
  readonly kind: (typeof KINDS)[number];
  readonly gates: (typeof GATES)[number];
  readonly passesStaging: boolean;
  readonly starts: boolean;
  readonly author: string;
};
export type Change = { readonly version: Version; readonly event: ChangeSubmitted };

export const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0');
const commitOf = (n: number) => commitShaSchema.parse(hex(n, 40));
const digestOf = (n: number) => digestSchema.parse(`sha256:${hex(n, 64)}`);
const REPOSITORY = 'shop';

/** What serves every service at first. */
export const FIRST: Version = {
  number: 1,
  commit: commitOf(1),
  digest: digestOf(1),
  contains: new Set([commitOf(1)]),
  quality: 'GOOD',
  kind: 'SOURCE',
  gates: 'PASSED',
  passesStaging: true,
  starts: true,
  author: 'nobody',
};

type Wanted = { readonly number: number; readonly on: Version; readonly service: ServiceName; readonly branch: string };

/** A new commit on top of another, with what is true of it drawn; mostly all is well. */
export function drawChange(choices: Choices, { number, on, service, branch }: Wanted, at: number): Change {
  const mostly = <T>(all: readonly [T, ...T[]], permille: number): T =>
    choices.odds(permille) ? choices.oneOf(all.slice(1) as T[]) : all[0];
  const version: Version = {
    number,
    commit: commitOf(number),
    // Sometimes the very bytes of another commit are submitted again.
    digest: digestOf(choices.odds(40) && number > 2 ? number - 1 : number),
    contains: new Set([...on.contains, commitOf(number)]),
    quality: mostly(QUALITIES, 300),
    kind: mostly(KINDS, 400),
    gates: mostly(GATES, 120),
    passesStaging: !choices.odds(80),
    starts: !choices.odds(50),
    author: mostly(['maya', 'dora'], 250),
  };
  return {
    version,
    event: {
      kind: 'change.submitted',
      version: 1,
      source: { kind: 'LOCAL', path: '/srv/shop' },
      repository: REPOSITORY,
      change: branch,
      service,
      base: on.commit,
      head: version.commit,
      title: `Change ${number}`,
      description:
        'What was wrong, why it was, and what keeps it from coming back, told in more than one hundred characters of text.',
      submittedBy: { id: mailOf(version.author), kind: 'PERSON', authenticated: true },
      trigger: 'CLI',
      at: new Date(at).toISOString(),
    },
  };
}
