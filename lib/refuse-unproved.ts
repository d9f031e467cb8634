import { proveDominance } from '../verify/dominance/prove-dominance.ts';
import { parseMachine } from '../verify/graph/parse-machine.ts';

/**
 * Throws when a path of these definitions reaches production without a guard, ends outside close-release or may take for
 * ever, with the shortest such path: what is not proved is not synthesized, and what is not synthesized is not deployed.
 */
export function refuseUnproved(release: string, trafficShift: string): void {
  const findings = proveDominance({
    main: parseMachine(release),
    nested: { TrafficShift: parseMachine(trafficShift) },
  });
  const broken = findings.flatMap(({ subject, violation }) =>
    violation === null ? [] : [`${subject}:\n  ${violation.join('\n  ')}`],
  );
  if (broken.length > 0)
    throw new Error(`the state machines are not proved (docs/verification.md)\n${broken.join('\n')}`);
}
