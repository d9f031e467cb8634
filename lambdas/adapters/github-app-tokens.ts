import * as z from 'zod';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { gitHubAppJwt } from './github-app-jwt.ts';
import { readGitHubApp } from './github-app-secret.ts';
import { apiPath, type GitHubHttp } from './github-http.ts';
import { readAnswer } from './read-answer.ts';

export type GitHubRepository = { readonly owner: string; readonly name: string };
export type GitHubPermissions = Readonly<Record<string, 'read' | 'write'>>;
/** A token for one repository that can do no more than it is asked for. */
export type GitHubTokens = (repository: GitHubRepository, permissions: GitHubPermissions) => Promise<string>;

const installationSchema = z.object({ id: z.int().positive() });
const tokenSchema = z.object({ token: z.string().min(1), expires_at: z.iso.datetime({ offset: true }) });

/** A token is used until five minutes before its end, so that no call begins with one that dies on the way. */
const MARGIN_MS = 300_000;

/**
 * Installation tokens of a GitHub App, kept in memory while they last. `secret` gives `{"appId","privateKey"}` as JSON;
 * `now` is the real time in milliseconds.
 */
export function createGitHubAppTokens(options: {
  readonly http: GitHubHttp;
  readonly secret: () => Promise<string>;
  readonly now: () => number;
}): GitHubTokens {
  const { http, now } = options;
  const kept = new Map<string, { readonly token: Promise<string>; until: number }>();

  const fresh = async (repository: GitHubRepository, permissions: GitHubPermissions) => {
    const app = readGitHubApp(await options.secret());
    const jwt = gitHubAppJwt(app, now());
    const { owner, name } = repository;
    const found = await http({ path: apiPath`/repos/${owner}/${name}/installation`, token: jwt, also: [404] });
    if (found.status === 404)
      throw new InvalidInput(
        `source: the GitHub App is not installed on ${owner}/${name}, or there is no such repository`,
      );
    const { id } = readAnswer(found, installationSchema, '/installation');
    const answer = await http({
      method: 'POST',
      path: apiPath`/app/installations/${id}/access_tokens`,
      token: jwt,
      body: { repositories: [name], permissions },
    });
    return readAnswer(answer, tokenSchema, '/access_tokens');
  };

  return (repository, permissions) => {
    const key = JSON.stringify([repository.owner, repository.name, permissions]);
    const known = kept.get(key);
    if (known !== undefined && now() < known.until) return known.token;
    const asked = fresh(repository, permissions);
    const entry = { token: asked.then(({ token }) => token), until: now() + MARGIN_MS };
    kept.set(key, entry);
    void asked.then(
      ({ expires_at }) => (entry.until = Date.parse(expires_at) - MARGIN_MS),
      () => kept.delete(key),
    );
    return entry.token;
  };
}
