import { jsonLogger } from '../kit/logger.ts';
import { once } from '../kit/once.ts';
import { readEnv } from '../kit/read-env.ts';
import { createDeps } from './deps.ts';
import { envSchema } from './env.ts';
import { createHandler } from './handler.ts';
import { respond } from './respond.ts';

const logger = jsonLogger((line) => void process.stdout.write(line), Date.now);
const operate = once(async () => respond(createHandler(createDeps(readEnv(envSchema))), logger));

/** The operations behind the HTTP API, whose route asks for a signature of AWS. */
export const handler = async (event: unknown) => (await operate())(event);
