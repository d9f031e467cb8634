import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { codeCommitEnvSchema } from '../../lambdas/intake/codecommit-env.ts';
import { pullRequestEnvSchema } from '../../lambdas/intake/pull-request-env.ts';
import { WEBHOOK_VARIABLES } from '../../lambdas/intake/webhook-env.ts';
import { envSchema as analyseShift } from '../../lambdas/analyse-shift/env.ts';
import { envSchema as answerHold } from '../../lambdas/answer-hold/env.ts';
import { envSchema as closeRelease } from '../../lambdas/close-release/env.ts';
import { envSchema as decide } from '../../lambdas/decide/env.ts';
import { envSchema as endShift } from '../../lambdas/end-shift/env.ts';
import { envSchema as gatesEnded } from '../../lambdas/gates-ended/env.ts';
import { envSchema as intake } from '../../lambdas/intake/env.ts';
import { envSchema as issuePermit } from '../../lambdas/issue-permit/env.ts';
import { envSchema as janitor } from '../../lambdas/janitor/env.ts';
import { envSchema as observeShift } from '../../lambdas/observe-shift/env.ts';
import { envSchema as operate } from '../../lambdas/operate/env.ts';
import { envSchema as openHold } from '../../lambdas/open-hold/env.ts';
import { envSchema as openRelease } from '../../lambdas/open-release/env.ts';
import { envSchema as reviewChange } from '../../lambdas/review-change/env.ts';
import { envSchema as runGates } from '../../lambdas/run-gates/env.ts';
import { envSchema as startRelease } from '../../lambdas/start-release/env.ts';
import { envSchema as startShift } from '../../lambdas/start-shift/env.ts';
import { envSchema as takeLock } from '../../lambdas/take-lock/env.ts';
import { type StepName, stepShapes } from '../../lib/step-shapes.ts';
import { resourcesOf, synthesized } from './synth.ts';

const schemas: Readonly<Record<StepName, Pick<z.ZodObject, 'shape'>>> = {
  'open-release': openRelease,
  'review-change': reviewChange,
  'run-gates': runGates,
  decide,
  'take-lock': takeLock,
  'start-shift': startShift,
  'observe-shift': observeShift,
  'end-shift': endShift,
  'analyse-shift': analyseShift,
  'open-hold': openHold,
  'issue-permit': issuePermit,
  'close-release': closeRelease,
  intake,
  webhook: { shape: Object.fromEntries(WEBHOOK_VARIABLES.map((name) => [name, z.string()])) },
  'pull-request': pullRequestEnvSchema,
  'codecommit-event': codeCommitEnvSchema,
  'start-release': startRelease,
  'gates-ended': gatesEnded,
  'answer-hold': answerHold,
  'hold-page': answerHold,
  operate,
  janitor,
};

const functions = Object.fromEntries(
  Object.values(resourcesOf(synthesized({ example: 'true' }).template('Interlock')))
    .filter((r) => r.Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => [
      String(Properties['FunctionName']).replace('interlock-', ''),
      Object.keys((Properties['Environment'] as { Variables?: object } | undefined)?.Variables ?? {}),
    ]),
);

describe('a step finds in its environment what its schema asks for, and nothing that it does not', () => {
  it.each(Object.keys(stepShapes) as StepName[])('%s', (name) => {
    expect([...functions[name]!].sort()).toEqual(Object.keys(schemas[name].shape).sort());
  });
});
