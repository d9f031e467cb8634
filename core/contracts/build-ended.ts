import * as z from 'zod';
import { gateRunAnswer } from './steps.ts';

/** EventBridge's "CodeBuild Build State Change", the part that is read. */
export const buildEndedContract = {
  input: z.object({
    detail: z.object({
      'build-id': z.string().min(1).max(500),
      'build-status': z.string().min(1).max(50),
    }),
  }),
  /** Null while the build is not at its end. */
  output: z.strictObject({ status: gateRunAnswer.shape.status.nullable() }),
};
