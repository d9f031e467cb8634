import type { Incident } from '../contracts/incident.ts';
import { formatDuration } from './format-time.ts';
import { shareText } from './incident-words.ts';
import type { MailPart } from './mail-layout.ts';

/** What the mail about an ending tells of its incident: the numbers in short, and where the whole packet is. */
export function incidentParts(incident: Incident): readonly MailPart[] {
  const { releaseId, phase, decided, timeToRestoreSeconds: seconds, numbers, quarantine, killSwitch } = incident;
  return [
    {
      kind: 'ROWS',
      title: 'Incident',
      rows: [
        ['Phase', phase],
        ['Decided by', decided.rule],
        ['Time to restore', seconds === null ? 'not known' : formatDuration(seconds)],
        ['Failed, new version', shareText(numbers.canary?.errors)],
        ['Failed, old version', shareText(numbers.baseline?.errors)],
        ['Quarantined', quarantine ? 'yes' : 'no'],
        ['Kill switch', killSwitch ? 'on' : 'not turned on by this'],
      ],
    },
    {
      kind: 'TEXT',
      text: `interlock incident ${releaseId} prints the whole packet; with --json for the agent that mends it.`,
    },
  ];
}
