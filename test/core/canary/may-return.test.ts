import { expect, it } from '@jest/globals';
import { mayReturn } from '../../../core/canary/may-return.ts';
import type { RollbackClass } from '../../../core/contracts/facts.ts';
import { phaseSchema } from '../../../core/contracts/shift.ts';
import { planOf } from '../../../core/decide/plan-of.ts';
import { signals } from '../decide/facts-builder.ts';

it.each<[RollbackClass, string[]]>([
  ['CODE_ONLY', ['STAGING', 'CANARY', 'ROLLOUT', 'WATCH']],
  ['EXPAND', ['STAGING', 'CANARY', 'ROLLOUT', 'WATCH']],
  ['CONTRACT', ['STAGING', 'CANARY']],
  ['DATA_REWRITE', ['STAGING', 'CANARY']],
  ['EXTERNAL_CONTRACT', ['STAGING', 'CANARY']],
])('001-40: %s is rolled back by itself in %s', (of, phases) => {
  const plan = planOf({ signals: signals('source'), rollback: { class: of, why: 'seen' } });
  expect(phaseSchema.options.filter((phase) => mayReturn(plan, phase))).toEqual(phases);
});
