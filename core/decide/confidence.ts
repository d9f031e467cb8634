import type { Facts } from '../contracts/facts.ts';

/** One line of the formula; `points` count when `applies`. */
export type ConfidenceTerm = {
  readonly rule: string;
  readonly points: number;
  readonly applies: boolean;
  readonly observed: string;
};
/** `value` in integer hundredths, 0 to 95. */
export type Confidence = { readonly value: number; readonly terms: readonly ConfidenceTerm[] };

const BASE = 50; // 001-44
const CAP = 95; // 001-53
const FLOOR = 0; // none is given; below 50 all bands are one (001-57)

/**
 * 001's confidence (001-44..53) in integer hundredths: in floating point five valid inputs fall into the wrong band.
 * Unknown facts are the ones that score lower.
 */
export function confidenceOf({ issue, change }: Pick<Facts, 'issue' | 'change'>): Confidence {
  const term = (rule: string, points: number, applies: boolean, observed: string): ConfidenceTerm => ({
    rule,
    points,
    applies,
    observed,
  });
  const resolutions = `${issue.previousResolutions} earlier resolutions`;
  const terms = [
    term('previous-resolutions-2', 15, issue.previousResolutions >= 2, resolutions), // 001-45
    term('previous-resolutions-5', 10, issue.previousResolutions >= 5, resolutions), // 001-46
    term('root-cause', 10, issue.rootCauseKnown, issue.rootCauseKnown ? 'root cause known' : 'root cause not known'), // 001-47
    term('prevention', 10, issue.preventionKnown, issue.preventionKnown ? 'prevention known' : 'prevention not known'), // 001-48
    term('solution-text', 10, issue.solutionLength > 100, `solution told in ${issue.solutionLength} characters`), // 001-49
    term('security-domain', -20, isSecurityDomain(issue.domain), `domain "${issue.domain}"`), // 001-50
    term('many-files', -10, change.files > 5, `${change.files} files changed`), // 001-51
    term('effort', -10, issue.estimatedEffort > 2, `estimated effort ${issue.estimatedEffort}`), // 001-52
  ];
  const sum = terms.reduce((total, { points, applies }) => total + (applies ? points : 0), BASE);
  return { value: Math.min(CAP, Math.max(FLOOR, sum)), terms };
}

/** 001-35, 001-50. */
export function isSecurityDomain(domain: string): boolean {
  return domain.trim().toLowerCase() === 'security-issues';
}
