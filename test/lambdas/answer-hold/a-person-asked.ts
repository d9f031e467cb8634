import { answerAs } from '../../../lambdas/answer-hold/answer-as.ts';
import { createHandler } from '../../../lambdas/answer-hold/handler.ts';
import { seedRelease, type Seed } from '../../support/seed-release.ts';
import { type World } from '../../support/steps-world.ts';

export const approvers = [
  { id: 'alice', email: 'alice@example.com' },
  { id: 'bob', email: 'bob@example.com' },
];
export const config = { approvers };
export const window: Seed = { verdict: { route: 'CANCEL_WINDOW', riskClass: 'LOW', triggers: [] } };
export const form = (answer: 'approve' | 'reject', reason = '') => ({ answer, reason });

/** An open hold of which alice and bob have links. */
export async function asked(world: World, seed: Seed = {}) {
  const releaseId = await seedRelease(world, { ...seed, shifts: { CANARY: {} } });
  await world.steps.OpenHold({ releaseId, gate: 'APPROVAL', taskToken: 'token' });
  const links = world.ports.mail.sent.map((mail) => /holds\/(\S+)/.exec(mail.text)![1]!);
  const holdId = `${releaseId}.APPROVAL`;
  const page = createHandler(world.ports);
  return {
    releaseId,
    holdId,
    page,
    alice: links[0]!,
    bob: links[1]!,
    status: async () => (await world.ports.holds.get(holdId))!.status,
    ended: () => world.record(releaseId, 'hold.APPROVAL.ended'),
    as: (personId: string, answer: 'APPROVE' | 'REJECT', reason = '') =>
      answerAs(world.ports, { releaseId, personId, answer, reason, via: 'command line' }),
  };
}
export const word = ({ ports }: World) => ports.callbacks.answers.get('token');
