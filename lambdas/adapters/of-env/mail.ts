import { dynamoDbClient, sesClient } from '../../kit/clients.ts';
import type { Logger } from '../../kit/logger.ts';
import type { portEnv } from '../../kit/port-env.ts';
import type { Mail } from '../../ports.ts';
import { createSesMail } from '../ses-mail.ts';
import { clock } from './clock.ts';
import type { EnvOf } from './context.ts';

/** Which mails were sent is remembered beside the releases that they are about. */
export const mailOf = (env: EnvOf<typeof portEnv.mail & typeof portEnv.releases>, logger: Logger): Mail =>
  createSesMail(sesClient(), dynamoDbClient(), {
    from: env.MAIL_FROM,
    table: env.RELEASES_TABLE,
    clock,
    onFault: (message) => logger.error('mail', { message }),
  });
