/** 001-54..57, half-open: each band ends just below the next one's first value. */
export type ConfidenceBand = 'AUTONOMOUS' | 'CANCEL_WINDOW' | 'PERSON' | 'ESCALATE';

/** Band of a confidence in integer hundredths. ESCALATE: no autonomous resolution, a person at once. */
export function confidenceBand(confidence: number): ConfidenceBand {
  if (confidence >= 90) return 'AUTONOMOUS';
  if (confidence >= 70) return 'CANCEL_WINDOW';
  if (confidence >= 50) return 'PERSON';
  return 'ESCALATE';
}
