import type { Control } from './control.ts';

/** Every control that a row names. Kept beside its proof: a control without one is a wish. */
export const controls = {
  gates: {
    what: 'every gate must have passed; a missing result is a failed gate',
    source: ['core/decide/gates-reason.ts', 'gatesReason'],
    proof: ['test/core/decide/properties.test.ts', '000-15: it is rejected unless every gate passed'],
    policies: ['gates-not-passed'],
  },
  secrets: {
    what: 'added lines are searched for credentials, and the search cannot be turned off by the change',
    source: ['embedded/gates/secrets-gate.ts', 'secretsGate'],
    proof: ['test/embedded/gates/secrets.test.ts', 'is not turned off by a comment in the change'],
  },
  signals: {
    what: 'sensitive changes are found by fixed rules and make the class HIGH, which needs a person',
    source: ['core/change/signals-of.ts', 'signalsOf'],
    proof: ['test/core/decide/properties.test.ts', 'K1: HIGH is never without a person'],
    policies: ['high-never-without-a-person'],
  },
  canary: {
    what: 'a version meets a small share of real traffic and is compared with the old one in the same minutes',
    source: ['core/canary/find-signals.ts', 'findSignals'],
    proof: ['test/core/canary/judge.test.ts', '004-19: fails 5 % errors beside a clean baseline'],
  },
  noData: {
    what: 'what could not be measured is never healthy: no data is INCONCLUSIVE, and a person is asked',
    source: ['core/canary/conclude.ts', 'conclude'],
    proof: ['test/core/canary/judge.test.ts', 'is never sure of nothing'],
  },
  watch: {
    what: 'after 100 % it is watched on, and what hurts is rolled back by itself',
    source: ['core/canary/decide-shift.ts', 'decideShift'],
    proof: ['test/e2e/stopped.test.ts', 'a change that fails requests is rolled back, quarantined'],
  },
  advice: {
    what: 'the reviewer advises: it can add a person and can neither block nor approve',
    source: ['core/decide/review-reason.ts', 'reviewReason'],
    proof: ['test/core/decide/properties.test.ts', 'K2: any review is at least as strict as a perfect one'],
    policies: ['unreviewed-needs-a-person'],
  },
  caution: {
    what: 'a model reads the figures of staging and canary and can ask for a person; it can let nothing through and end nothing',
    source: ['core/analyst/with-caution.ts', 'withCaution'],
    proof: ['test/core/analyst/only-caution.test.ts', 'no result is better with it than without, FAIL stays FAIL'],
  },
  figuresAlone: {
    what: 'what that model is asked holds figures and words out of closed lists, and no text that somebody wrote',
    source: ['core/analyst/question-of.ts', 'questionOf'],
    proof: ['test/core/analyst/question-of.test.ts', 'holds no text of the evidence, whatever stands in it'],
  },
  notExecuted: {
    what: 'its answer is text of bounded length in a strict form; it has no tools and nothing runs what it says',
    source: ['core/review/parse-answer.ts', 'parseAnswer'],
    proof: ['test/core/review/review-report.test.ts', 'any answer gives a valid report whose texts hold no control'],
  },
  delimiters: {
    what: 'what the author wrote stands between lines that the author could not foresee',
    source: ['core/review/review-prompt.ts', 'reviewPrompt'],
    proof: ['test/lambdas/review-change/handler.test.ts', 'the author cannot end the data'],
  },
  person: {
    what: 'the default profile asks a person for every production deploy',
    source: ['core/decide/profile-reason.ts', 'profileReason'],
    proof: [
      'test/core/decide/properties.test.ts',
      '000-36: conservative asks a person for everything that is rolled out',
    ],
    policies: ['conservative-person'],
  },
  timeLock: {
    what: 'fifteen minutes between canary and production in which anybody may cancel',
    source: ['core/hold/hold-for.ts', 'holdFor'],
    proof: ['test/core/hold/hold-for.test.ts', '000-28: never ends earlier than 15 minutes after the canary'],
  },
  cancel: {
    what: 'a cancel is taken at any time, also while the canary runs',
    source: ['lambdas/kit/stop-release.ts', 'stopRelease'],
    proof: ['test/e2e/stopped.test.ts', 'a cancel during the canary gives the traffic back'],
  },
  pure: {
    what: 'the decision is one pure function without a model, and the strictest answer wins',
    source: ['core/decide/decide.ts', 'decide'],
    proof: ['test/core/decide/properties.test.ts', 'a person is asked exactly when a rule is named that asks'],
  },
  policy: {
    what: 'nothing goes on that Cedar does not permit; what cannot be evaluated is denied',
    source: ['core/policy/authorize.ts', 'authorize'],
    proof: ['test/core/policy/authorize.test.ts', 'when a forbid cannot be evaluated, which Cedar would skip'],
  },
  machine: {
    what: 'the state machine is data that is checked; an unknown word or a fault goes to the safe branch',
    source: ['statemachines/release.asl.json', 'CloseRelease'],
    proof: ['test/asl/release-machine.test.ts', 'any word that is not known goes to CloseRelease'],
  },
  permit: {
    what: 'a rollout uses up a permit that is issued only when everything is checked again',
    source: ['core/release/permit-check.ts', 'permitCheck'],
    proof: ['test/core/canary/start-refusal.test.ts', 'a rollout needs its permit'],
  },
  afterMath: {
    what: 'a rollback is verified; one that failed, or that is not safe, turns the kill switch on',
    source: ['core/canary/aftermath.ts', 'aftermath'],
    proof: [
      'test/core/canary/aftermath.test.ts',
      'the kill switch goes with a rollback that failed or may not be, and nothing else',
    ],
    policies: ['kill-switch'],
  },
  quarantine: {
    what: 'bytes that were rolled back cannot come back',
    source: ['core/decide/controls-reason.ts', 'quarantine'],
    proof: ['test/lambdas/decide/handler.test.ts', 'these bytes were rolled back before'],
    policies: ['quarantined'],
  },
  showOnGet: {
    what: 'opening an approval link shows and decides nothing; only the button does',
    source: ['lambdas/answer-hold/page/create-page.ts', 'createPage'],
    proof: ['test/lambdas/answer-hold/by-link.test.ts', 'loading shows the evidence and changes nothing'],
  },
  boundAnswer: {
    what: 'an answer counts for exactly the head, bytes and rules that were shown, and is checked again at the permit',
    source: ['core/hold/hold-state.ts', 'holdState'],
    proof: ['test/core/hold/answer-hold.test.ts', 'a changed %s voids the answer'],
  },
  silence: {
    what: 'silence never approves, and lets a cancel window through only when the notice was delivered',
    source: ['core/hold/answer-hold.ts', 'answerHold'],
    proof: ['test/core/hold/answer-hold.test.ts', 'never approves, even where the hold wrongly says so'],
  },
  author: {
    what: 'whoever wrote or submitted any part of a change never approves it',
    source: ['core/hold/is-author.ts', 'isAuthor'],
    proof: ['test/core/hold/answer-hold.test.ts', 'never approves, but may withdraw the change'],
    policies: ['author-may-not-approve'],
  },
  once: {
    what: 'the same event is the same release: its id comes from what it is about',
    source: ['core/release/release-id.ts', 'releaseIdOf'],
    proof: ['test/lambdas/intake/handler.test.ts', 'a duplicate names the same release'],
  },
  undelivered: {
    what: 'a delivery that could not be handed on fails visibly, and an event that reached nobody lies in a queue with an alarm',
    source: ['lib/constructs/intake.ts', 'lost-events'],
    proof: ['test/lambdas/intake/webhook.test.ts', 'so that GitHub shows it as failed and it can be delivered again'],
  },
  janitor: {
    what: 'releases whose execution died are closed, and their traffic goes back',
    source: ['lambdas/janitor/handler.ts', 'createHandler'],
    proof: ['test/lambdas/janitor/handler.test.ts', 'traffic of a dead execution goes back, its lock is free'],
  },
  fence: {
    what: 'every holder of the lock has a larger fence; an action with an older one is refused',
    source: ['core/lock/lock.ts', 'lock'],
    proof: ['test/core/lock/lock.test.ts', 'a new holder has a larger fence than every holder before it'],
  },
  takeOver: {
    what: 'a lock is taken over only from an execution that does not run, and never beside traffic that cannot be given back',
    source: ['lambdas/take-lock/handler.ts', 'isGone'],
    proof: ['test/lambdas/take-lock/handler.test.ts', 'never while its traffic cannot be given back'],
  },
  resume: {
    what: 'every transition is written before it acts, and a killed process goes on where it was',
    source: ['embedded/engine/commit.ts', 'commit'],
    proof: ['test/e2e/kill.test.ts', 'each release ends as it would have, nothing happens twice'],
  },
  deadMan: {
    what: 'the traffic goes back by itself when nobody watches a shift any more',
    source: ['embedded/dataplane/advance-shift.ts', 'silence'],
    proof: ['test/embedded/dataplane/shift-refused.test.ts', 'gives the traffic back when the orchestrator is silent'],
  },
  reserve: {
    what: 'the worst case of a paid call is set aside before it; without room nobody is asked',
    source: ['core/budget/reserve.ts', 'reserve'],
    proof: ['test/contracts/budgets-contract.ts', 'together they never exceed a cap'],
  },
  unsettled: {
    what: 'a call whose end is not known counts as spent in full',
    source: ['core/budget/settle.ts', 'settle'],
    proof: ['test/core/budget/ledger.test.ts', 'unknown never reads as unspent'],
  },
  exhausted: {
    what: 'a used-up budget asks for a person and neither stops nor goes on in silence',
    source: ['core/budget/budget-facts.ts', 'budgetFacts'],
    proof: ['test/lambdas/decide/budget.test.ts', 'goes to a person, never to silence'],
    policies: ['budget-exhausted'],
  },
  insertOnly: {
    what: 'the record can be added to and nothing else',
    source: ['embedded/store/audit-log-table.ts', 'migrateAuditLog'],
    proof: ['test/embedded/store/audit-log.test.ts', 'the audit table is insert-only'],
  },
  chain: {
    what: 'each record carries the hash of the one before it, and any changed byte is named',
    source: ['core/audit/verify-export.ts', 'verifyExport'],
    proof: ['test/core/audit/every-byte.test.ts', 'a changed byte is named, on its line and nowhere else'],
  },
  ownReport: {
    what: 'a change that attacks the run that judges it cannot write its own report',
    source: ['embedded/gates/read-report.ts', 'readReport'],
    proof: ['test/embedded/gates/hostile-change.test.ts', 'a change that attacks the run that judges it'],
  },
} as const satisfies Readonly<Record<string, Control>>;
export type ControlName = keyof typeof controls;
