import { codeCommitClient } from '../../kit/clients.ts';
import type { portEnv } from '../../kit/port-env.ts';
import type { Vcs } from '../../ports.ts';
import { createCodeCommitVcs } from '../codecommit-vcs.ts';
import { createVcs } from '../create-vcs.ts';
import { createGitHubAppTokens } from '../github-app-tokens.ts';
import { createGitHubHttp } from '../github-http.ts';
import { createGitHubVcs } from '../github-vcs.ts';
import type { EnvOf } from './context.ts';
import { secretText } from './secret-text.ts';

export function vcsOf(env: EnvOf<typeof portEnv.vcs>): Vcs {
  const http = createGitHubHttp(env.GITHUB_API_URL);
  const tokens = createGitHubAppTokens({ http, secret: () => secretText(env.GITHUB_APP_SECRET_ARN), now: Date.now });
  return createVcs({ GITHUB: createGitHubVcs({ http, tokens }), CODECOMMIT: createCodeCommitVcs(codeCommitClient()) });
}
