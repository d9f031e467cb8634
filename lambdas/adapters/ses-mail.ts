import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendEmailCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import type { Clock, Mail, MailMessage } from '../ports.ts';
import { awsError, certainlyRefused } from './aws-errors.ts';
import { dynamoTable } from './dynamo-table.ts';
import { mailClaims } from './mail-claims.ts';

type Options = {
  readonly from: string;
  /** Remembers which messages were sent. */
  readonly table: string;
  readonly clock: Clock;
  /** Why a message was not sent, for the log: `send` itself only says that it was not. */
  readonly onFault: (message: string) => void;
  /** Real ms between two looks at a message that somebody else is sending, and between two attempts to send one. */
  readonly pauseMs?: number;
};

/** SES counts by the second: after a pause there is room again. */
const ATTEMPTS = 4;
const LOOKS = 20;
const PAUSE_MS = 300;

/**
 * Mail by SES. SES has no token that makes a repeated call harmless, so a message is claimed in a table before it is
 * sent. When no answer came back it may have been sent: then it is not sent again and `send` says false, which keeps a
 * cancel window from passing in silence. `client` has to make one attempt a call (kit/clients).
 */
export function createSesMail(client: SESv2Client, dynamoDb: DynamoDBClient, options: Options): Mail {
  const { from, table, clock, onFault, pauseMs = PAUSE_MS } = options;
  const claims = mailClaims(dynamoTable(dynamoDb, table), clock);

  /** True when it was taken; otherwise whether it may be tried again is noted. */
  const deliver = async (message: MailMessage): Promise<boolean> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.send(new SendEmailCommand(emailOf(from, message)));
        break;
      } catch (error) {
        const fault = awsError('SES SendEmail', error);
        onFault(fault.message);
        const refused = certainlyRefused(error);
        if (refused && fault.name === 'Transient' && attempt < ATTEMPTS) {
          await sleep(pauseMs * attempt);
          continue;
        }
        await (refused ? claims.giveUp(message.key) : claims.end(message.key, 'UNSURE'));
        return false;
      }
    }
    await claims.end(message.key, 'SENT').catch((error: unknown) => onFault(awsError('mail', error).message));
    return true;
  };

  return {
    send: async (message) => {
      // What cannot be addressed was not delivered; the caller decides what that means.
      if (!z.email().safeParse(message.to).success) return false;
      try {
        for (let look = 0; look < LOOKS; look += 1) {
          if (look > 0) await sleep(pauseMs);
          const claim = await claims.claim(message.key);
          if (claim === 'CLAIMED') return await deliver(message);
          if (claim !== 'BUSY') return claim === 'SENT';
        }
        return false;
      } catch (error) {
        onFault(awsError('mail', error).message);
        return false;
      }
    },
  };
}

function emailOf(from: string, { to, subject, text, html }: MailMessage) {
  const content = (Data: string) => ({ Data, Charset: 'UTF-8' });
  return {
    FromEmailAddress: from,
    Destination: { ToAddresses: [to] },
    Content: {
      Simple: {
        Subject: content(subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()),
        Body: { Text: content(text), Html: content(html) },
      },
    },
  };
}
