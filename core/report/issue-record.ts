import type { Incident, IssueRecord } from '../contracts/incident.ts';
import { formatDuration } from './format-time.ts';
import { safeLine } from './safe-text.ts';
import { testName } from './test-names.ts';

/** The record of 001-24: what is known. The cause is not, until a person has found it. */
export function issueRecord(incident: Omit<Incident, 'issue'>): IssueRecord {
  const { service, title, phase, decided } = incident;
  return {
    domain: 'deployment-issues',
    title: safeLine(`${service}: "${title}" was ended in ${phase} (${decided.rule})`, 500),
    symptom: safeLine(decided.observed, 2000),
    solution: safeLine(solution(incident), 2000),
    root_cause: null,
    prevention: safeLine(prevention(incident), 2000),
  };
}

function solution({ result, before, timeToRestoreSeconds: seconds, after }: Omit<Incident, 'issue'>): string {
  const old = before === null ? 'the old version' : `the old version, commit ${before.commit.slice(0, 12)},`;
  if (result === 'FAILED')
    return seconds === null
      ? `${after.words.slice(0, 1).toUpperCase()}${after.words.slice(1)}.`
      : `The traffic was given back: ${old} has had all of it again, and passed its checks, ${formatDuration(seconds)} after the decision.`;
  const why = result === 'FROZEN' ? 'The traffic was left as it is' : `It is not certain that ${old} serves`;
  return `${why}: ${after.words}. A person has to act, see the runbook, "rollback failed".`;
}

function prevention({ service, quarantine, killSwitch, numbers }: Omit<Incident, 'issue'>): string {
  const shown = numbers.tests.filter(({ signalledAt }) => signalledAt !== null).map(({ id }) => testName(id));
  return [
    quarantine ? `These bytes are quarantined: they cannot be deployed to ${service} again.` : '',
    killSwitch ? `The kill switch of ${service} is on until a person turns it off.` : '',
    shown.length > 0
      ? `Before the change comes back, a test or a check in staging should show what the canary showed: ${shown.join(', ')}.`
      : 'Before the change comes back, a test or a check in staging should show what went wrong here.',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
