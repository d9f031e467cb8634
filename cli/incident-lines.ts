import type { Incident } from '../core/contracts/incident.ts';
import { formatDuration } from '../core/report/format-time.ts';
import { incidentResults, shareText } from '../core/report/incident-words.ts';
import { safe } from './print.ts';

/** The packet in a few lines for a terminal, and the command that prints the whole of it. */
export function incidentLines(incident: Incident): readonly string[] {
  const {
    releaseId,
    phase,
    result,
    decided,
    timeToRestoreSeconds: seconds,
    numbers,
    quarantine,
    killSwitch,
  } = incident;
  return [
    `Incident in ${phase}: ${incidentResults[result]}`,
    safe(`${decided.rule}: ${decided.observed}`),
    `failed: new version ${shareText(numbers.canary?.errors)}; old version ${shareText(numbers.baseline?.errors)}`,
    `time to restore ${seconds === null ? 'not known' : formatDuration(seconds)}, ` +
      `${quarantine ? 'in quarantine' : 'not in quarantine'}${killSwitch ? ', kill switch on' : ''}`,
    `"interlock incident ${releaseId}" prints the whole packet`,
  ];
}
