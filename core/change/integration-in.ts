import type { ChangedFile } from './changed-file.ts';

const URL_HOST =
  /\b(?:https?|wss?|amqps?|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|rediss?|kafka|grpcs?|ftps?):\/\/(?:[^\s/"'`@]{0,200}@)?([\w.-]{1,253})/gi;
/** Not reachable from outside, reserved for examples (RFC 2606, RFC 6761), or names of XML and JSON vocabularies. */
const NOT_OUTSIDE =
  /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|(?:.*\.)?example(?:\.(?:com|org|net))?|.*\.(?:test|invalid|localhost|local)|(?:www\.)?w3\.org|json-schema\.org|schema\.org|schemas\..*)$/i;
const SDK =
  /(?:from|require\(|import)\s*\(?['"]((?:@aws-sdk|@google-cloud|@azure|@sendgrid|@anthropic-ai|@slack|@octokit|@sentry|@stripe|@twilio)\/[\w./-]+|aws-sdk|firebase(?:-admin)?|googleapis|stripe|twilio|openai|mailgun(?:\.js|-js)?|algoliasearch|@elastic\/elasticsearch|mongodb|ioredis|kafkajs|amqplib)['"]|^\s*(?:from|import)\s+(boto3|botocore|google\.cloud|azure|stripe|twilio|openai|anthropic|slack_sdk|sendgrid|sentry_sdk|firebase_admin)\b/;
const COMMENT = /^\s*(?:\/\/|\/\*|\*(?:\s|$|\/)|#(?:\s|$)|<!--|--\s)/;

/**
 * The first outside host or service SDK that the added lines name and the removed ones do not, as evidence; null when
 * there is none. Whole-line comments do not count.
 */
export function integrationIn(file: ChangedFile): string | null {
  const before = new Set(file.removedLines.flatMap(({ text }) => named(text)));
  for (const { line, text } of file.addedLines) {
    if (COMMENT.test(text)) continue;
    const found = named(text).find((name) => !before.has(name));
    if (found !== undefined) return `${found} at line ${line}`;
  }
  return null;
}

function named(text: string): string[] {
  const hosts = [...text.matchAll(URL_HOST)].map((m) => (m[1] ?? '').toLowerCase().replace(/\.$/, ''));
  const sdk = SDK.exec(text);
  return [...hosts.filter((host) => host !== '' && !NOT_OUTSIDE.test(host)), ...(sdk ? [sdk[1] ?? sdk[2] ?? ''] : [])];
}
