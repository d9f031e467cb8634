import type { Facts } from '../../../core/contracts/facts.ts';
import type { Finding, GateResult } from '../../../core/contracts/gate-result.ts';
import { buildFacts, passed, signals } from './facts-builder.ts';

const finding = (severity: Finding['severity'], over: Partial<Finding> = {}): Finding => ({
  category: 'lint',
  severity,
  rule: `${severity}-rule`,
  message: `an ${severity}`,
  ...over,
});
const failed: GateResult = {
  ...passed('lint'),
  status: 'FAILED',
  summary: '3 problems',
  findings: [
    finding('note'),
    finding('warning', { file: 'src/a.ts' }),
    finding('error', { file: 'src/a.ts', line: 7, rule: '' }),
  ],
};
const weak = { previousResolutions: 0, rootCauseKnown: false, preventionKnown: false, solutionLength: 0 } as const;

/** One change for each kind of thing that a reader gets to see; each has its text in golden/. */
export const TELLING_FACTS: Readonly<Record<string, Facts>> = {
  'everything-right': buildFacts(),
  'cancel-window': buildFacts({
    profile: 'autonomous',
    issue: { rootCauseKnown: false, preventionKnown: false, solutionLength: 0 },
    change: { signals: signals('source', 'docs') },
    submittedBy: { id: 'dev', kind: 'PERSON', authenticated: true },
  }),
  'documentation-of-a-newcomer': buildFacts({
    profile: 'conservative',
    change: { signals: signals('docs') },
    issue: weak,
    trust: { level: 'L0', why: 'nothing known' },
    autonomy: { DEPLOY: 'A0', MERGE: 'A3' },
  }),
  'everything-asks': buildFacts({
    profile: 'conservative',
    tier: 'critical',
    change: {
      files: 12,
      signals: signals('auth', 'schema-change', 'external-integration', 'breaking-api', 'infrastructure', 'docs'),
      rollback: { class: 'CONTRACT', why: 'drops a column' },
    },
    issue: { ...weak, domain: 'security-issues', estimatedEffort: 3 },
    review: {
      status: 'PARTIAL',
      riskScore: 8.5,
      securityFindings: 2,
      breakingChanges: 3,
      autoApprovable: false,
      filesUnseen: ['a.ts', 'src/auth/login.ts'],
    },
    trust: { level: 'L1', why: '12 changes' },
    autonomy: { PLAN: 'A1', DEPLOY: 'A3' },
    canaryPower: { status: 'UNKNOWN', detail: 'no traffic seen' },
    budget: { status: 'EXHAUSTED', detail: '500 of 500 USD' },
    triggersOff: ['zebra', 'many-files', 'class-high'],
  }),
  'everything-rejects': buildFacts({
    gates: { status: 'FAILED', results: [passed(), failed] },
    controls: { killSwitch: 'incident 4', freeze: 'year end', quarantine: 'rolled back yesterday' },
    containsRunning: false,
    budget: { status: 'EXHAUSTED', detail: '' },
    review: { status: 'UNAVAILABLE', riskScore: null },
  }),
  'nothing-known': buildFacts({
    profile: 'autonomous',
    change: { signals: [], rollback: { class: 'DATA_REWRITE', why: 'UPDATE in place' } },
    gates: { status: 'MISSING', results: [] },
    issue: { ...weak, domain: 'unknown', estimatedEffort: 3 },
    canaryPower: { status: 'UNDERPOWERED', detail: '12 requests' },
  }),
};
