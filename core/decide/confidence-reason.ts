import type { Reason } from '../contracts/reason.ts';
import { type ConfidenceBand, confidenceBand } from './confidence-band.ts';
import { reasonNode } from './reason-node.ts';
import type { Situation } from './situation.ts';

const MEANING = {
  AUTONOMOUS: 'high enough to go without a person where the profile lets it',
  CANCEL_WINDOW: 'high enough for a window in which anyone may cancel, where the profile lets it',
  PERSON: 'a person decides',
  ESCALATE: 'no autonomous resolution: a person at once',
} as const satisfies Record<ConfidenceBand, string>;

/** The formula line by line. The trigger `low-confidence` says whether it asks for a person. */
export function confidenceReason({ confidence }: Situation): Reason {
  const band = confidenceBand(confidence.value);
  return reasonNode(
    'confidence',
    band === 'AUTONOMOUS' ? 'OK' : 'NOTE',
    `${confidence.value} of 95: ${MEANING[band]}`,
    '90 and above without a person, 70 to 89 with a cancel window, below that a person',
    confidence.terms.map(({ rule, points, applies, observed }) =>
      reasonNode(
        rule,
        applies && points < 0 ? 'NOTE' : 'OK',
        observed,
        `${signed(points)}, ${applies ? 'counted' : 'not counted'}`,
      ),
    ),
  );
}

const signed = (points: number): string => (points > 0 ? `+${points}` : `${points}`);
