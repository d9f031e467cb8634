import type { PullRequestDelivery } from './pull-request-delivery.ts';
import { submittedText, submitToServices, type RepositoryDeps } from './submit-to-services.ts';

/** Turns a signed delivery into `change.submitted`; says for people what came of it. */
export const createPullRequestIntake = (deps: RepositoryDeps) => async (delivery: PullRequestDelivery) => {
  const { owner, name, number, base, head, title, description, by, at } = delivery;
  const source = { kind: 'GITHUB' as const, owner, name };
  const releases = await submitToServices(deps, {
    ...{ source, repository: `${owner}/${name}`, change: `pr/${number}` },
    ...{ base, head, title, description, at, trigger: 'WEBHOOK' },
    submittedBy: { id: by.login, kind: by.bot ? 'AGENT' : 'PERSON', authenticated: true },
  });
  return submittedText(releases, source);
};
