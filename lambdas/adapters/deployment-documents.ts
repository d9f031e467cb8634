import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { gateRunSchema } from '../../core/contracts/gate-result.ts';
import {
  blobKeySchema,
  commitShaSchema,
  digestSchema,
  releaseIdSchema,
  serviceNameSchema,
} from '../../core/contracts/ids.ts';
import { environmentSchema, versionSchema } from '../../core/contracts/shift.ts';
import { targetSchema } from '../../core/contracts/target.ts';
import { planStepSchema } from '../../core/contracts/verdict.ts';
import { stored } from '../kit/checked.ts';
import { changeDocument } from './change-document.ts';
import { dynamoTable } from './dynamo-table.ts';

/** A published version of a function, or a revision of a task definition. */
const published = z
  .string()
  .max(500)
  .regex(/^(\d{1,10}|arn:[a-z-]+:ecs:[a-z0-9-]+:\d{12}:task-definition\/[\w-]+:\d+)$/, 'expected a published version');
const at = z.number().nullable();

/** A shift of one target. Every field but `request` is written once; null until then. */
export const storedShiftSchema = z.strictObject({
  request: z.strictObject({
    shiftId: z.string().min(1).max(80),
    service: serviceNameSchema,
    environment: environmentSchema,
    from: versionSchema,
    to: versionSchema,
    steps: z.array(planStepSchema).max(10),
    mayReturn: z.boolean().default(true),
  }),
  createdAt: z.number(),
  target: targetSchema.nullable(),
  fromVersion: published.nullable(),
  toVersion: published.nullable(),
  /** The target group of the old version, where versions are measured by target groups. */
  fromGroup: z.string().nullable().default(null),
  deploymentId: z.string().nullable(),
  /** Why the new version never took traffic. */
  refused: z.string().max(1000).nullable(),
  since: at,
  completeAt: at,
  returning: z.string().max(1000).nullable(),
  /** Why the traffic is to stay as it is, of a shift that may not return. */
  frozen: z.string().max(1000).nullable().default(null),
  /** The deployment by which we ourselves give the traffic back, when stopping does not do it. */
  backDeploymentId: z.string().nullable(),
  settled: z.boolean(),
  /** How it ended, once the old version was seen with all traffic: later shifts move the same alias. */
  ended: z.enum(['RETURNED', 'FAILED']).nullable(),
});
export type StoredShift = z.infer<typeof storedShiftSchema>;

/**
 * What was built of a commit: SHA-256 of the zip in hex and where it lies, the image's digest, and the version by which
 * each target has it.
 */
export const artifactSchema = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  key: blobKeySchema,
  image: digestSchema.nullable().default(null),
  published: z.record(z.string(), published),
});
export type Artifact = z.infer<typeof artifactSchema>;

/** Why a shift may never begin. It lies beside the shift, which may not be there yet. */
const forbiddenSchema = z.strictObject({ why: z.string().max(1000) });

export const storedGateRunSchema = z.strictObject({
  releaseId: releaseIdSchema,
  service: serviceNameSchema,
  head: commitShaSchema,
  /** The newest: a repeated task brings a new one. */
  taskToken: z.string().min(1).max(2048),
  buildId: z.string().nullable(),
  result: gateRunSchema.nullable(),
});
export type StoredGateRun = z.infer<typeof storedGateRunSchema>;

const buildSchema = z.strictObject({ releaseId: releaseIdSchema });

/** Documents of one kind. */
export interface Documents<T> {
  get(id: string, part?: string): Promise<T | null>;
  /** `next` gives what is to be written, or null to leave it; it may be called several times. Returns what is there. */
  change(id: string, next: (current: T | null) => T | null, part?: string): Promise<T | null>;
}

/** What is stored of deployments and gate runs. */
export type DeploymentDocuments = {
  readonly shifts: Documents<StoredShift>;
  /** By shift. */
  readonly forbidden: Documents<z.infer<typeof forbiddenSchema>>;
  /** By service and commit. */
  readonly artifacts: Documents<Artifact>;
  /** By target and its version: the commit that it was published of. */
  readonly versions: Documents<z.infer<typeof versionSchema>>;
  readonly gateRuns: Documents<StoredGateRun>;
  /** By build id: whose gates it runs. */
  readonly builds: Documents<z.infer<typeof buildSchema>>;
};

export function createDeploymentDocuments(client: DynamoDBClient, table: string): DeploymentDocuments {
  const items = dynamoTable(client, table);
  const documents = <T>(kind: string, schema: z.ZodType<T>, usual = kind): Documents<T> => {
    const keyOf = (id: string, part = usual) => ({ pk: `${kind}#${id}`, sk: part });
    const what = kind.toLowerCase();
    return {
      get: async (id, part) => {
        const item = await items.get(keyOf(id, part));
        return item === null ? null : stored(schema, item['body'], `${what} ${id}`);
      },
      change: (id, next, part) =>
        changeDocument(items, keyOf(id, part), { schema, what: `${what} ${id}` }, (current) => {
          const changed = next(current);
          return changed === null ? null : { next: changed };
        }),
    };
  };
  return {
    shifts: documents('SHIFT', storedShiftSchema),
    forbidden: documents('SHIFT', forbiddenSchema, 'FORBIDDEN'),
    artifacts: documents('ARTIFACT', artifactSchema),
    versions: documents('VERSION', versionSchema),
    gateRuns: documents('GATES', storedGateRunSchema),
    builds: documents('BUILD', buildSchema),
  };
}
