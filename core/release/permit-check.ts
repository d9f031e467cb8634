import type { Reason } from '../contracts/reason.ts';

/** What issue-permit sees now, beside what was decided and approved then. Null means it could not be found. */
export type PermitFacts = {
  readonly decided: { readonly head: string; readonly digest: string; readonly configHash: string };
  readonly now: { readonly head: string | null; readonly digest: string; readonly configHash: string };
  readonly nowMs: number;
  readonly stop: string | null;
  readonly gatesPassed: boolean;
  /** The approval-side hold: how it ended, for which subject; null when none was opened. */
  readonly approval: {
    readonly answer: string;
    readonly head: string;
    readonly digest: string;
    readonly configHash: string;
  } | null;
  readonly personRequired: boolean;
  readonly stagingPassed: boolean;
  readonly canaryJudged: boolean;
  readonly timeLock: { readonly answer: string; readonly deadlineMs: number } | null;
  readonly killSwitch: string | null;
  readonly freeze: string | null;
  readonly quarantine: string | null;
  readonly productionHealthy: boolean;
  readonly containsRunning: boolean;
  readonly lockFence: number | null;
};

/** Re-checks everything at the last moment; allowed only when every rule says OK. Unknown is a refusal. */
export function permitCheck(facts: PermitFacts): { readonly allowed: boolean; readonly because: Reason } {
  const { decided, now, approval, timeLock } = facts;
  const rules: Reason[] = [
    rule('not-stopped', facts.stop === null, facts.stop ?? 'nobody asked to stop', 'no request to stop'),
    rule(
      'head-unchanged',
      now.head === decided.head,
      short(now.head),
      `the change still ends at ${short(decided.head)}`,
    ),
    rule(
      'digest-unchanged',
      now.digest === decided.digest,
      short(now.digest),
      `the artifact is still ${short(decided.digest)}`,
    ),
    rule(
      'policy-unchanged',
      now.configHash === decided.configHash,
      short(now.configHash),
      `config and policies are still ${short(decided.configHash)}`,
    ),
    rule('gates-passed', facts.gatesPassed, facts.gatesPassed ? 'passed' : 'not passed', 'every gate passed'),
    rule('staging-passed', facts.stagingPassed, facts.stagingPassed ? 'passed' : 'not passed', 'staging passed'),
    rule(
      'canary-judged',
      facts.canaryJudged,
      facts.canaryJudged ? 'judged' : 'not judged',
      'the canary was judged and may proceed',
    ),
    approvalRule(facts.personRequired, approval, decided),
    rule(
      'time-lock-elapsed',
      timeLock !== null && timeLock.answer === 'ELAPSED' && facts.nowMs >= timeLock.deadlineMs,
      timeLock === null ? 'no time lock was held' : `${timeLock.answer} at ${instant(facts.nowMs)}`,
      timeLock === null
        ? 'a time lock that ran to its end'
        : `the time lock runs until ${instant(timeLock.deadlineMs)}`,
    ),
    rule('kill-switch-off', facts.killSwitch === null, facts.killSwitch ?? 'off', 'off'),
    rule('no-freeze', facts.freeze === null, facts.freeze ?? 'none', 'no freeze window now'),
    rule('not-quarantined', facts.quarantine === null, facts.quarantine ?? 'no', 'this digest was never rolled back'),
    rule(
      'production-healthy',
      facts.productionHealthy,
      facts.productionHealthy ? 'healthy' : 'not healthy',
      'production answers its health check',
    ),
    rule(
      'contains-running',
      facts.containsRunning,
      facts.containsRunning ? 'yes' : 'no',
      'the head contains the commit that serves now',
    ),
    rule(
      'lock-held',
      facts.lockFence !== null,
      facts.lockFence === null ? 'not held' : `fence ${facts.lockFence}`,
      'this release holds the lock',
    ),
  ];
  const refused = rules.filter((r) => r.status !== 'OK');
  return {
    allowed: refused.length === 0,
    because: {
      rule: 'permit',
      status: refused.length === 0 ? 'OK' : 'REJECT',
      observed:
        refused.length === 0 ? 'everything still holds' : refused.map((r) => `${r.rule}: ${r.observed}`).join('; '),
      required: 'every check holds at this moment',
      children: rules,
    },
  };
}

function approvalRule(required: boolean, approval: PermitFacts['approval'], decided: PermitFacts['decided']): Reason {
  if (approval === null)
    return rule(
      'approval-valid',
      !required,
      required ? 'nobody approved' : 'not required',
      required ? 'a person approved' : 'no person is required',
    );
  const answered = required ? approval.answer === 'APPROVED' : ['APPROVED', 'ELAPSED'].includes(approval.answer);
  const same =
    approval.head === decided.head && approval.digest === decided.digest && approval.configHash === decided.configHash;
  return rule(
    'approval-valid',
    answered && same,
    `${approval.answer}${same ? '' : ' for something else'}`,
    'the answer is for exactly this head, artifact and policy',
  );
}

function rule(name: string, ok: boolean, observed: string, required: string): Reason {
  return { rule: name, status: ok ? 'OK' : 'REJECT', observed, required, children: [] };
}

const short = (id: string | null) => (id === null ? 'not found' : id.replace(/^sha256:/, '').slice(0, 12));
const instant = (ms: number) => new Date(ms).toISOString();
