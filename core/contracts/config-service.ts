import * as z from 'zod';
import { approverSchema } from './hold.ts';
import { tierSchema } from './facts.ts';

/** A check that a version must pass in staging and after a rollback (001-10, 001-41): an HTTP request or a command. */
export const checkSchema = z.union([
  z.strictObject({
    name: z.string().min(1).max(60),
    kind: z.enum(['functional', 'performance', 'data-integrity', 'integration']).default('functional'),
    method: z.enum(['GET', 'POST', 'PUT', 'DELETE', 'HEAD']).default('GET'),
    path: z.string().regex(/^\//, 'expected a path that starts with "/"').max(500),
    body: z.string().max(10_000).optional(),
    expectStatus: z.int().min(100).max(599).default(200),
    expectBody: z.string().max(1000).optional().describe('text that the answer must contain'),
  }),
  z.strictObject({
    name: z.string().min(1).max(60),
    kind: z.enum(['functional', 'performance', 'data-integrity', 'integration']).default('integration'),
    command: z.string().min(1).max(1000).describe('run in the checkout with BASE_URL set; exit code 0 passes'),
    timeoutSeconds: z.int().min(1).max(900).default(60),
  }),
]);
export type Check = z.infer<typeof checkSchema>;

const alarmNames = z.array(z.string().min(1).max(255)).max(50).default([]);

/** One deployable service. Paths are relative to the config file. */
export const serviceSchema = z.strictObject({
  repository: z
    .string()
    .min(1)
    .max(1000)
    .describe('path of the git repository; on AWS also github:owner/name or codecommit:name'),
  tier: tierSchema.default('standard'),
  start: z.string().min(1).max(1000).describe('command that serves HTTP on $PORT, run in a checkout of the version'),
  build: z.string().min(1).max(1000).optional().describe('command run once in the checkout before the first start'),
  health: z.string().regex(/^\//, 'expected a path that starts with "/"').max(500).default('/health'),
  port: z.int().min(1).max(65535).describe('port on 127.0.0.1 at which users reach the service'),
  initialRef: z.string().min(1).max(300).default('HEAD').describe('commit that serves before the first release'),
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string().max(4000)).default({}),
  startTimeoutSeconds: z.int().min(1).max(600).default(60).describe('real seconds until /health must answer 200'),
  memoryMb: z.int().min(16).max(1_048_576).default(512).describe('memory that counts as 100 %'),
  cpus: z.number().min(0.1).max(256).default(1).describe('processor cores that count as 100 %'),
  checks: z.array(checkSchema).max(50).default([]),
  alarms: z
    .strictObject({
      also: alarmNames.describe(
        'alarms in AWS that must be off too before traffic moves, beside those of its deployment group',
      ),
      mayLackData: alarmNames.describe(
        'alarms that may be without data then, such as a count that is only sent when there is one',
      ),
    })
    .prefault({}),
  approvers: z.array(approverSchema).min(1).max(50).optional().describe('instead of the approvers of the whole file'),
});
export type ServiceConfig = z.infer<typeof serviceSchema>;
