import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { Phase } from '../../core/contracts/shift.ts';
import { releaseIdOf } from '../../core/release/release-id.ts';
import { answerAs } from '../../lambdas/answer-hold/answer-as.ts';
import { createHandler } from '../../lambdas/answer-hold/handler.ts';
import { RUNNING, someEvent } from './some-change.ts';
import type { World } from './steps-world.ts';

type Output = { readonly next?: string; readonly watch?: unknown; readonly ask?: unknown };
export type Tokens = Record<'gates' | 'approval' | 'timeLock', string>;

/**
 * Takes one change through every step as the state machines would, with nothing going wrong and `approver` saying yes.
 * Returns every step's output, in order.
 */
export async function wholeWay(world: World, tokens: Tokens, approver = 'alice'): Promise<readonly Output[]> {
  const { steps, ports, clock } = world;
  const event = someEvent();
  const releaseId = releaseIdOf(event);
  const outputs: Output[] = [];
  const call = async (name: keyof typeof steps, payload: unknown): Promise<Output> => {
    const output = (await steps[name](payload)) as Output;
    outputs.push(output);
    return output;
  };
  ports.deployer.serving.set('production', RUNNING);
  ports.vcs.heads.set(event.change, event.head);

  await call('intake', event);
  for (const published of world.published) await call('startRelease', published);
  await call('OpenRelease', { releaseId, event });
  await call('ReviewChange', { releaseId });
  await call('RunGates', { releaseId, taskToken: tokens.gates });
  await ports.gates.finish(releaseId);
  await call('Decide', { releaseId });
  await call('TakeLock', { releaseId });
  for (const phase of ['STAGING', 'CANARY'] as const) await shift(world, call, releaseId, phase);
  await call('OpenHold', { releaseId, gate: 'APPROVAL', taskToken: tokens.approval });
  await answerAs(ports, { releaseId, personId: approver, answer: 'APPROVE', reason: 'fine', via: 'command line' });
  await call('OpenHold', { releaseId, gate: 'TIME_LOCK', taskToken: tokens.timeLock });
  clock.advance(900_000);
  await createHandler(ports).deadline(`${releaseId}.TIME_LOCK`);
  await call('IssuePermit', { releaseId });
  for (const phase of ['ROLLOUT', 'WATCH'] as const) await shift(world, call, releaseId, phase);
  await call('CloseRelease', { releaseId, fault: 'none' });
  return outputs;
}

async function shift(
  { ports, clock }: World,
  call: (name: 'StartShift' | 'ObserveShift' | 'EndShift' | 'AnalyseShift', payload: unknown) => Promise<Output>,
  releaseId: ReleaseId,
  phase: Phase,
): Promise<void> {
  const input = { releaseId, phase };
  let { watch } = await call('StartShift', input);
  const weight = phase === 'CANARY' ? 5 : 100;
  if (phase !== 'WATCH') ports.deployer.set(`${releaseId}.${phase}`, { state: 'COMPLETE', weight });
  for (let next: string | undefined = 'CONTINUE'; next === 'CONTINUE';) {
    clock.advance(300_000);
    ({ next, watch } = await call('ObserveShift', { ...input, watch }));
    if (next !== 'CONTINUE' && next !== 'PROMOTE') await call('EndShift', { ...input, action: 'STOP' });
  }
  const verify = { ...input, action: 'VERIFY' };
  const { next, ask } = await call('EndShift', { ...verify, analyst: { kind: 'NOT_ASKED' } });
  if (next === 'ANALYSE') await call('EndShift', { ...verify, analyst: await call('AnalyseShift', ask) });
}
