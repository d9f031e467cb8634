import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { dynamoDbClient, s3Client, ssmClient } from '../../kit/clients.ts';
import type { contextEnv, portEnv } from '../../kit/port-env.ts';
import type { ContextPorts } from '../../kit/release-context.ts';
import type { SettingsSource } from '../../ports.ts';
import { createDynamoAuditLog } from '../dynamo-audit-log.ts';
import { createDynamoReleases } from '../dynamo-releases.ts';
import { createS3Blobs } from '../s3-blobs.ts';
import { createSsmSettings } from '../ssm-settings.ts';
import { clock } from './clock.ts';

/** The variables that a part of `portEnv` names. */
export type EnvOf<P extends Readonly<Record<string, z.ZodType>>> = { readonly [N in keyof P]: z.output<P[N]> };

/** Written into the bundle (lib/bundle-steps.ts). */
declare const INTERLOCK_VERSION: string | undefined;
const VERSION = typeof INTERLOCK_VERSION === 'undefined' ? 'development' : INTERLOCK_VERSION;

export function settingsOf(env: EnvOf<typeof portEnv.settings>): SettingsSource {
  return createSsmSettings(ssmClient(), {
    parameter: env.SETTINGS_PARAMETER,
    policiesFolder: fileURLToPath(new URL('./policies/', import.meta.url)),
    clock,
  });
}

export function contextOf(env: EnvOf<typeof contextEnv>): ContextPorts {
  return {
    clock,
    auditLog: createDynamoAuditLog(dynamoDbClient(), {
      table: env.AUDIT_TABLE,
      clock,
      agentVersion: `interlock/${VERSION}`,
    }),
    blobs: createS3Blobs(s3Client(), { bucket: env.EVIDENCE_BUCKET }),
    releases: createDynamoReleases(dynamoDbClient(), { table: env.RELEASES_TABLE }),
    settings: settingsOf(env),
  };
}
