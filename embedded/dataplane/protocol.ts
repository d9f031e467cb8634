import * as z from 'zod';
import { serviceSchema } from '../../core/contracts/config-service.ts';
import { serviceNameSchema } from '../../core/contracts/ids.ts';
import { environmentSchema, versionSchema } from '../../core/contracts/shift.ts';
import { planStepSchema } from '../../core/contracts/verdict.ts';

/** What the data plane knows of a service: the part of its config that a running version needs. */
export const serviceSpecSchema = serviceSchema
  .pick({
    start: true,
    build: true,
    health: true,
    port: true,
    env: true,
    startTimeoutSeconds: true,
    memoryMb: true,
    cpus: true,
  })
  .extend({ service: serviceNameSchema, repository: z.string().regex(/^\//, 'expected an absolute path').max(4000) });
export type ServiceSpec = z.infer<typeof serviceSpecSchema>;

export const shiftRequestSchema = z.strictObject({
  shiftId: z.string().min(1).max(120),
  service: serviceNameSchema,
  environment: environmentSchema,
  from: versionSchema,
  to: versionSchema,
  steps: z.array(planStepSchema).min(1).max(20),
  mayReturn: z.boolean(),
});

export const clockSettingSchema = z.strictObject({ wall: z.number(), at: z.number(), speed: z.number().positive() });

const shiftOnly = z.strictObject({ shiftId: z.string().min(1).max(120) });
const target = z.strictObject({ service: serviceNameSchema, environment: environmentSchema });

/** Operations of the control API: `POST /<name>` with these parameters. */
export const operationSchemas = {
  hello: z.strictObject({ clock: clockSettingSchema.nullable() }),
  ensureService: z.strictObject({ spec: serviceSpecSchema, initial: versionSchema }),
  running: target,
  start: shiftRequestSchema,
  status: shiftOnly,
  giveBack: shiftOnly.extend({ reason: z.string().max(1000) }),
  forbid: shiftOnly.extend({ reason: z.string().max(1000) }),
  settle: shiftOnly,
  unfreeze: shiftOnly.extend({ to: z.enum(['OLD', 'NEW']), reason: z.string().max(1000) }),
  buckets: shiftOnly.extend({ from: z.number(), to: z.number(), origin: z.number() }),
  history: shiftOnly,
  traffic: z.strictObject({ service: serviceNameSchema }),
  report: z.strictObject({}),
  runCommand: target.extend({ command: z.string().min(1).max(1000), timeoutSeconds: z.int().min(1).max(900) }),
  stop: z.strictObject({}),
} as const;
export type Operation = keyof typeof operationSchemas;

/** Content of `<home>/dataplane.json`: how to reach the running data plane. */
export const addressSchema = z.strictObject({
  pid: z.int().positive(),
  port: z.int().positive(),
  token: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Address = z.infer<typeof addressSchema>;
