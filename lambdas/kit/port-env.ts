import * as z from 'zod';

const name = z.string().min(1).max(500);
const arn = z.string().regex(/^arn:[a-z-]+:[a-z0-9-]+:/, 'expected an ARN');

/** The environment variables that the AWS adapter of a port needs. lib/ sets exactly these beside each grant. */
export const portEnv = {
  auditLog: { AUDIT_TABLE: name },
  blobs: { EVIDENCE_BUCKET: name },
  releases: { RELEASES_TABLE: name },
  settings: { SETTINGS_PARAMETER: name },
  holds: { HOLDS_TABLE: name },
  /** Whoever opens holds also arms their bell: a one-time schedule that calls answer-hold at the deadline. */
  holdBell: { HOLD_BELL_ROLE_ARN: arn, HOLD_BELL_TARGET_ARN: arn, HOLD_SCHEDULE_GROUP: name },
  /** Locks, permits, controls, gate runs, artifacts, targets. */
  deployments: { DEPLOYMENTS_TABLE: name, DEPLOYMENTS_PREFIX: name },
  /** The project of a repository is called after it: prefix, `-` and its slug. */
  gates: { GATES_PROJECT_PREFIX: name },
  executions: { RELEASE_MACHINE_ARN: arn },
  linkSigner: { LINK_SECRET_ARN: name },
  mail: { MAIL_FROM: name, NOTICE_TOPIC_ARN: arn },
  page: { PUBLIC_URL: z.url() },
  bus: { BUS_NAME: name },
  vcs: { GITHUB_API_URL: z.url().default('https://api.github.com'), GITHUB_APP_SECRET_ARN: name },
  webhook: { WEBHOOK_SECRET_ARN: name },
  /** The repository that a service's path in the config means: `github:owner/name`, `codecommit:name`, or `none`. */
  repository: { REPOSITORY: z.string().regex(/^(github:[\w.-]+\/[\w.-]+|codecommit:[\w.-]+|none)$/) },
} as const;

/** What nearly every step needs: `ContextPorts` in release-context.ts. */
export const contextEnv = {
  ...portEnv.auditLog,
  ...portEnv.blobs,
  ...portEnv.releases,
  ...portEnv.settings,
} as const;
