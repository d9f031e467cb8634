import type { ReviewerConfig } from '../../core/contracts/config-reviewer.ts';
import { assertNever, InvalidInput } from '../../core/contracts/errors.ts';
import type { Reviewer } from '../ports.ts';
import { createBedrockReviewer } from './bedrock-reviewer.ts';
import { noReviewer } from './no-reviewer.ts';
import { createOpenAiReviewer } from './openai-reviewer.ts';

/** Any of these says that AWS credentials are meant to be there: keys, profile, container role, web identity. */
const AWS_CREDENTIALS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The reviewer that the config names. `env` is the process's environment, or a part of it. Throws InvalidInput when the
 * config contradicts itself; what is merely absent at run time gives a reviewer that is unavailable and says why.
 */
export function createReviewer(config: ReviewerConfig, env: Environment): Reviewer {
  switch (config.kind) {
    case 'none':
      return noReviewer();
    case 'auto':
      return AWS_CREDENTIALS.some((name) => isSet(env[name])) ? bedrock(config, env) : noReviewer();
    case 'bedrock':
      return bedrock(config, env);
    case 'openai':
      return openAi(config, env);
    default:
      return assertNever(config.kind);
  }
}

function bedrock({ model, timeoutSeconds }: ReviewerConfig, env: Environment): Reviewer {
  const region = [env['AWS_REGION'], env['AWS_DEFAULT_REGION']].find(isSet);
  return createBedrockReviewer({ model, timeoutSeconds, ...(region === undefined ? {} : { region }) });
}

function openAi({ endpoint, apiKeyEnv, model, timeoutSeconds }: ReviewerConfig, env: Environment): Reviewer {
  if (endpoint === undefined)
    throw new InvalidInput(
      'reviewer.endpoint: found nothing; expected the base URL of the API, since reviewer.kind is openai',
    );
  const apiKey = apiKeyEnv === undefined ? undefined : env[apiKeyEnv];
  if (apiKeyEnv !== undefined && !isSet(apiKey))
    return noReviewer(`the environment variable ${apiKeyEnv}, which reviewer.apiKeyEnv names, is not set`);
  return createOpenAiReviewer({ endpoint, model, timeoutSeconds, ...(isSet(apiKey) ? { apiKey } : {}) });
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
