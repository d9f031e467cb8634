import { createGitHubAppTokens } from '../../../lambdas/adapters/github-app-tokens.ts';
import { createGitHubHttp } from '../../../lambdas/adapters/github-http.ts';
import type { GitHubAccess } from '../../../lambdas/adapters/github-repository.ts';
import type { GitHubDouble } from './github-double.ts';

/** The way to the double as a deployment has it to GitHub: App secret, signed token, installation token. */
export function accessTo(double: GitHubDouble): GitHubAccess {
  const http = createGitHubHttp(double.url);
  return { http, tokens: createGitHubAppTokens({ http, secret: async () => double.secret, now: Date.now }) };
}
