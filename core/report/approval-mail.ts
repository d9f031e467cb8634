import type { AnalystWords } from '../contracts/analyst.ts';
import type { GateResult } from '../contracts/gate-result.ts';
import type { RiskClass } from '../contracts/facts.ts';
import type { HoldKind } from '../contracts/hold.ts';
import type { Reason } from '../contracts/reason.ts';
import { analystLines, analystTitle } from './analyst-text.ts';
import { type MailContent, type MailPart, mailLayout } from './mail-layout.ts';
import { askingReasons } from './reason-parts.ts';
import { safeLine } from './safe-text.ts';
import { silenceText } from './silence-text.ts';
import { confidenceText } from './words.ts';

/** A check in staging as the mail and the page show it. */
export type StagingCheck = {
  readonly name: string;
  readonly kind: string;
  readonly passed: boolean;
  readonly detail: string;
};

/** What every mail about an open hold tells (001-37). Titles, names and details may be untrusted text. */
export type HoldMailFacts = {
  readonly releaseId: string;
  readonly service: string;
  readonly change: string;
  readonly title: string;
  readonly head: string;
  readonly riskClass: RiskClass;
  /** Integer hundredths. */
  readonly confidence: number;
  readonly files: number;
  readonly gates: readonly GateResult[];
  readonly staging: readonly StagingCheck[];
  /** The judge's sentence; null when the plan has no canary. */
  readonly canaryHeadline: string | null;
  /** What the canary was planned to see, and what it saw in the end; null where that is not known. */
  readonly canaryBefore: string | null;
  readonly canarySaw: string | null;
  /** What a model said of the figures of staging and of the canary; null where it said nothing. */
  readonly analyst: { readonly staging: AnalystWords | null; readonly canary: AnalystWords | null };
  readonly because: Reason;
  /** ISO instant. */
  readonly deadline: string;
  /** The page where the approver looks and decides; the only link in the mail. */
  readonly link: string;
};

/** Asks one approver (001-37). Approve and Reject are buttons on the page: opening a link decides nothing. */
export function approvalMail(facts: HoldMailFacts): MailContent {
  return mailLayout(`Approval needed: ${facts.service}: ${facts.title}`, `${facts.service} waits for your decision`, [
    { kind: 'TEXT', text: safeLine(facts.title, 300) },
    ...holdParts(facts, 'APPROVAL', 'View details, approve or reject'),
  ]);
}

export function holdParts(facts: HoldMailFacts, kind: HoldKind, label: string): readonly MailPart[] {
  const asks = askingReasons(facts.because).map(({ rule, observed }) => (observed ? `${rule}: ${observed}` : rule));
  return [
    {
      kind: 'ROWS',
      title: 'The change',
      rows: [
        ['Change', facts.change],
        ['Commit', facts.head.slice(0, 12)],
        ['Severity', `risk class ${facts.riskClass}`],
        ['Confidence', confidenceText(facts.confidence)],
        ['Files', String(facts.files)],
        ['Release', facts.releaseId],
      ],
    },
    ...list('Why a person is asked', asks),
    ...list(
      'Gates',
      facts.gates.map(
        ({ gate, status, summary }) => `${gate}: ${status.toLowerCase()}${summary ? `, ${summary}` : ''}`,
      ),
    ),
    ...list(
      'Staging',
      facts.staging.map(
        (c) => `${c.name} (${c.kind}): ${c.passed ? 'passed' : 'failed'}${c.detail ? `, ${c.detail}` : ''}`,
      ),
    ),
    ...list(`Staging. ${analystTitle}, which decide nothing`, analystLines(facts.analyst.staging)),
    ...text('Before the canary: ', facts.canaryBefore),
    { kind: 'TEXT', text: `Canary: ${safeLine(facts.canaryHeadline ?? 'none, this change moves no traffic')}` },
    ...text('It saw ', facts.canarySaw),
    ...list(`Canary. ${analystTitle}, which decide nothing`, analystLines(facts.analyst.canary)),
    { kind: 'LINK', label, url: facts.link },
    { kind: 'TEXT', text: silenceText(kind, facts.deadline) },
  ];
}

const text = (what: string, said: string | null): readonly MailPart[] =>
  said === null ? [] : [{ kind: 'TEXT', text: `${what}${safeLine(said, 600)}` }];

/** At most 20 entries; a gate or check more is counted, not listed. */
function list(title: string, items: readonly string[]): readonly MailPart[] {
  if (items.length === 0) return [];
  const more = items.length > 20 ? [`and ${items.length - 20} more on the page`] : [];
  return [{ kind: 'LIST', title, items: [...items.slice(0, 20), ...more] }];
}
