import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { jsonLogger } from '../kit/logger.ts';
import { once } from '../kit/once.ts';
import { readEnv } from '../kit/read-env.ts';
import { createDeps } from './deps.ts';
import { envSchema } from './env.ts';
import { createHandler } from './handler.ts';
import { createPage } from './page/create-page.ts';

const logger = jsonLogger((line) => void process.stdout.write(line), Date.now);
const onError = (error: unknown) =>
  logger.error('page', { message: error instanceof Error ? error.message : 'not an error' });

const page = once(async () => handle(createPage({ ...createHandler(await createDeps(readEnv(envSchema))), onError })));

/** The approval page behind the HTTP API. */
export const handler = async (event: LambdaEvent) => (await page())(event);
