import * as z from 'zod';
import { commitShaSchema } from '../../core/contracts/ids.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { iamActor } from '../../core/contracts/iam-actor.ts';
import { submittedText, submitToServices, type RepositoryDeps } from './submit-to-services.ts';

const plain = (max: number) =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
        .slice(0, max)
        .toWellFormed(),
    );

/** `CodeCommit Pull Request State Change` of EventBridge. */
const eventSchema = z.object({
  source: z.literal('aws.codecommit'),
  'detail-type': z.literal('CodeCommit Pull Request State Change'),
  account: z.string().regex(/^\d{12}$/),
  time: z.iso.datetime(),
  detail: z.object({
    event: z.string(),
    pullRequestId: z.string().regex(/^\d{1,10}$/),
    pullRequestStatus: z.string(),
    repositoryNames: z.array(z.string().min(1).max(100)).min(1),
    sourceCommit: commitShaSchema.optional(),
    destinationCommit: commitShaSchema.optional(),
    destinationReference: z.string().optional(),
    callerUserArn: z.string().max(2048),
    title: plain(300),
    description: plain(10_000),
  }),
});

const STARTS = ['pullRequestCreated', 'pullRequestSourceBranchUpdated'];

export type CodeCommitDeps = RepositoryDeps & {
  /** Name of a repository's default branch; null when it has none. */
  readonly defaultBranch: (repository: string) => Promise<string | null>;
};

/** Turns a pull request that was made or pushed to into `change.submitted`; says for people what came of it. */
export const createHandler = (deps: CodeCommitDeps) => async (event: unknown) => {
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new InvalidInput(`CodeCommit event: ${issue?.path.join('.') || '(whole)'}: ${issue?.message ?? 'not valid'}`);
  }
  const { account, time, detail } = parsed.data;
  if (!STARTS.includes(detail.event) || detail.pullRequestStatus !== 'Open')
    return 'ignored: this change of a pull request starts no release';
  const [name = '', ...others] = detail.repositoryNames;
  if (others.length > 0) throw new InvalidInput('CodeCommit event: found several repositories; expected one');
  const { sourceCommit: head, destinationCommit: base } = detail;
  if (head === undefined || base === undefined)
    throw new InvalidInput('CodeCommit event: detail.sourceCommit and detail.destinationCommit: expected commit ids');
  // The gates take their config from the base branch: only the default one is guarded by the team's own rules.
  const branch = await deps.defaultBranch(name);
  if (branch === null || detail.destinationReference !== `refs/heads/${branch}`)
    return 'ignored: the pull request does not aim at the default branch';
  const source = { kind: 'CODECOMMIT' as const, name };
  const releases = await submitToServices(deps, {
    ...{ source, repository: name, change: `pr/${detail.pullRequestId}`, base, head },
    ...{ title: detail.title, description: detail.description, trigger: 'WEBHOOK' },
    submittedBy: iamActor(detail.callerUserArn, account),
    at: new Date(time).toISOString(),
  });
  return submittedText(releases, source);
};
