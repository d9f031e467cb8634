import fc from 'fast-check';
import { type Facts, signalKindSchema } from '../../../core/contracts/facts.ts';
import { TRIGGERS } from '../../../core/decide/triggers.ts';
import { buildFacts, passed, signals } from './facts-builder.ts';

/** Mostly harmless values, so that loose routes come up often. */
const often = <T>(usual: T, ...rare: T[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, ...rare.map((value) => fc.constant(value)));
const kinds = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('docs' as const, 'tests' as const, 'source' as const) },
  fc.constantFrom(...signalKindSchema.options),
);
export const arbitraryReview = fc.record({
  status: fc.constantFrom('REVIEWED' as const, 'PARTIAL' as const, 'UNAVAILABLE' as const),
  riskScore: fc.oneof(fc.constant(null), fc.double({ min: 0, max: 10, noNaN: true })),
  securityFindings: fc.nat(3),
  breakingChanges: fc.nat(3),
  autoApprovable: fc.boolean(),
  filesUnseen: fc.array(fc.constantFrom('a.ts', 'src/auth/x.ts'), { maxLength: 2 }),
});
const perfect: Facts['review'] = buildFacts().review;

/** Facts that reach every route, whatever their review. */
export const arbitraryFacts: fc.Arbitrary<Facts> = fc
  .record({
    profile: fc.constantFrom('conservative' as const, 'guarded' as const, 'autonomous' as const),
    kinds: fc.uniqueArray(kinds, { maxLength: 3 }),
    files: fc.integer({ min: 0, max: 12 }),
    issue: fc.record({
      domain: often('latency', 'security-issues'),
      previousResolutions: fc.integer({ min: 0, max: 7 }),
      rootCauseKnown: fc.boolean(),
      preventionKnown: fc.boolean(),
      solutionLength: fc.constantFrom(0, 100, 101),
      estimatedEffort: fc.constantFrom(0, 2, 3),
    }),
    gates: often<Facts['gates']>(
      { status: 'PASSED', results: [passed()] },
      { status: 'FAILED', results: [passed()] },
      { status: 'CANCELLED', results: [] },
      { status: 'MISSING', results: [] },
      { status: 'PASSED', results: [{ ...passed(), status: 'SKIPPED' }] },
    ),
    review: fc.oneof({ weight: 3, arbitrary: fc.constant(perfect) }, arbitraryReview),
    level: fc.constantFrom('L0' as const, 'L1' as const, 'L2' as const, 'L3' as const),
    deploy: often('A4' as const, 'A2' as const, 'A5' as const),
    killSwitch: often<string | null>(null, 'on'),
    containsRunning: often(true, false),
    budget: often('WITHIN' as const, 'EXHAUSTED' as const),
    triggersOff: fc.oneof(
      { weight: 3, arbitrary: fc.constant<string[]>([]) },
      fc.subarray(TRIGGERS.map(({ name }) => name as string)),
    ),
  })
  .map((a) =>
    buildFacts({
      profile: a.profile,
      change: { files: a.files, signals: signals(...a.kinds) },
      issue: a.issue,
      gates: a.gates,
      review: a.review,
      trust: { level: a.level },
      autonomy: { DEPLOY: a.deploy },
      controls: { killSwitch: a.killSwitch },
      containsRunning: a.containsRunning,
      budget: { status: a.budget },
      triggersOff: a.triggersOff,
    }),
  );
