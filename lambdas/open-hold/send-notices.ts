import { createHash } from 'node:crypto';
import { canarySaw } from '../../core/canary/canary-saw.ts';
import { canaryStatement } from '../../core/canary/canary-statement.ts';
import { assertNever } from '../../core/contracts/errors.ts';
import type { Approver, Hold } from '../../core/contracts/hold.ts';
import type { Verdict } from '../../core/contracts/verdict.ts';
import { linkText } from '../../core/hold/hold-link.ts';
import { approvalMail, type HoldMailFacts } from '../../core/report/approval-mail.ts';
import type { MailContent } from '../../core/report/mail-layout.ts';
import { cancelWindowMail, timeLockMail } from '../../core/report/notice-mails.ts';
import type { ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';
import type { Env } from './env.ts';

/** Mails every approver a link of their own; true only when every mail was taken. */
export async function sendNotices(
  deps: Deps,
  env: Env,
  context: ReleaseContext,
  verdict: Verdict,
  hold: Hold,
): Promise<boolean> {
  const facts = await mailFacts(context, verdict, hold);
  let delivered = hold.approvers.length > 0;
  for (const approver of hold.approvers) {
    const link = await makeLink(deps, env, hold, approver);
    const mail = mailFor(hold.kind, { ...facts, link });
    const key = `${hold.holdId}.${sha256(approver.id).slice(0, 12)}`;
    if (!(await deps.mail.send({ key, to: approver.email, ...mail }))) delivered = false;
  }
  return delivered;
}

/** The id is a signature, so it cannot be guessed, and the same when the step is repeated, so there is one link a person. */
async function makeLink(deps: Deps, env: Env, hold: Hold, approver: Approver): Promise<string> {
  const linkId = sha256(deps.linkSigner.sign(JSON.stringify(['link', hold.holdId, approver.id]))).slice(0, 32);
  await deps.holds.saveLink({ linkId, holdId: hold.holdId, approverId: approver.id });
  const text = linkText((value) => deps.linkSigner.sign(value), linkId, hold, approver.id);
  return `${env.PUBLIC_URL.replace(/\/$/, '')}/holds/${text}`;
}

function mailFor(kind: Hold['kind'], facts: HoldMailFacts): MailContent {
  switch (kind) {
    case 'APPROVAL':
      return approvalMail(facts);
    case 'CANCEL_WINDOW':
      return cancelWindowMail(facts);
    case 'TIME_LOCK':
      return timeLockMail(facts);
    default:
      return assertNever(kind);
  }
}

async function mailFacts(
  { release, evidence }: ReleaseContext,
  verdict: Verdict,
  hold: Hold,
): Promise<Omit<HoldMailFacts, 'link'>> {
  const change = await evidence.get('change');
  const staging = await evidence.shift('STAGING');
  const canary = await evidence.shift('CANARY');
  const analysis = canary?.analysis ?? null;
  const { plan } = verdict;
  return {
    releaseId: release.releaseId,
    service: release.change.service,
    change: release.change.change,
    title: release.change.title,
    head: release.change.head,
    riskClass: verdict.riskClass,
    confidence: verdict.confidence,
    files: change.files,
    gates: (await evidence.find('gates'))?.results ?? [],
    staging: staging?.checks ?? [],
    canaryHeadline: analysis?.headline ?? null,
    canaryBefore: plan.kind === 'ROLL_OUT' && plan.canary !== undefined ? canaryStatement(plan.canary) : null,
    canarySaw: analysis === null ? null : canarySaw(analysis),
    analyst: { staging: staging?.analyst ?? null, canary: canary?.analyst ?? null },
    because: verdict.because,
    deadline: hold.deadline,
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
