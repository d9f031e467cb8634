import type { z } from 'zod';
import type { Source } from '../../core/contracts/change-submitted.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { GitHubPermissions, GitHubTokens } from './github-app-tokens.ts';
import { apiPath, type GitHubAnswer, type GitHubHttp, type GitHubRequest } from './github-http.ts';
import { readAnswer } from './read-answer.ts';

type Asked = Omit<GitHubRequest, 'token'>;

/** One repository's part of the REST API; paths begin after `/repos/<owner>/<name>`. */
export type GitHubRepositoryApi = {
  /** `owner/name`, for people. */
  readonly name: string;
  /** The answer as the schema reads it; null for the statuses of `also`. */
  json<S extends z.ZodType>(request: Asked, schema: S): Promise<z.output<S> | null>;
  raw(request: Asked): Promise<GitHubAnswer>;
};

export type GitHubAccess = { readonly http: GitHubHttp; readonly tokens: GitHubTokens };

/** What GitHub allows in the name of an account or a repository. */
const NAME = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;

export function gitHubRepository(
  { http, tokens }: GitHubAccess,
  source: Source,
  permissions: GitHubPermissions,
): GitHubRepositoryApi {
  if (source.kind !== 'GITHUB') throw new InvalidInput(`source: found ${source.kind}; expected GITHUB`);
  const { owner, name } = source;
  if (!NAME.test(owner) || !NAME.test(name))
    throw new InvalidInput('source: expected an owner and a name of letters, digits, ".", "_" and "-"');
  const prefix = apiPath`/repos/${owner}/${name}`;
  const raw = async (request: Asked) =>
    http({ ...request, path: `${prefix}${request.path}`, token: await tokens({ owner, name }, permissions) });
  return {
    name: `${owner}/${name}`,
    raw,
    json: async (request, schema) => {
      const answer = await raw(request);
      if (request.also?.includes(answer.status)) return null;
      return readAnswer(answer, schema, request.path);
    },
  };
}
