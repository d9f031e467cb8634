import { sfnClient } from '../../kit/clients.ts';
import type { portEnv } from '../../kit/port-env.ts';
import type { Executions } from '../../ports.ts';
import { createSfnExecutions } from '../sfn-executions.ts';
import type { EnvOf } from './context.ts';

export const executionsOf = (env: EnvOf<typeof portEnv.executions>): Executions =>
  createSfnExecutions(sfnClient(), { machineArn: env.RELEASE_MACHINE_ARN });
