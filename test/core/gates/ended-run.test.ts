import { describe, expect, it } from '@jest/globals';
import type { GateRun } from '../../../core/contracts/gate-result.ts';
import type { GatesReport } from '../../../core/contracts/gates-report.ts';
import { endedRun } from '../../../core/gates/ended-run.ts';
import { commitOf, releaseIdOf } from '../../contracts/samples.ts';
import { serviceNameSchema } from '../../../core/contracts/ids.ts';

const result = (gate: string, status: GateRun['results'][number]['status'] = 'PASSED') => ({
  gate,
  stage: 'fast',
  status,
  summary: '',
  findings: [],
  seconds: 1,
});
const request = {
  buildId: 'gates:1',
  releaseId: releaseIdOf(1),
  service: serviceNameSchema.parse('shop'),
  base: commitOf(0),
  head: commitOf(1),
};
const reportOf = (run: Partial<GateRun>, over: Partial<GatesReport> = {}): GatesReport => ({
  version: 1,
  request,
  run: { status: 'PASSED', summary: 'all', results: [result('lint'), result('tests')], ...run },
  artifact: { sha256: 'a'.repeat(64), image: null },
  ...over,
});
const good = { buildStatus: 'SUCCEEDED', report: reportOf({}), asked: request, expected: ['lint', 'tests'] };

describe('what the end of a build means', () => {
  it('is PASSED when the build succeeded and every configured gate passed', () => {
    expect(endedRun(good)).toEqual(good.report.run);
  });

  it.each<[string, Partial<Parameters<typeof endedRun>[0]>]>([
    ['no report', { report: null }],
    ['the report of another head', { report: reportOf({}, { request: { ...request, head: commitOf(2) } }) }],
    ['the report of another build', { report: reportOf({}, { request: { ...request, buildId: 'gates:2' } }) }],
    ['the report of another release', { report: reportOf({}, { request: { ...request, releaseId: releaseIdOf(2) } }) }],
    [
      'the report of another service',
      { report: reportOf({}, { request: { ...request, service: serviceNameSchema.parse('till') } }) },
    ],
    ['no artifact', { report: reportOf({}, { artifact: null }) }],
    ['a build that failed', { buildStatus: 'FAILED' }],
    ['a build that was stopped', { buildStatus: 'STOPPED' }],
    ['a word that CodeBuild does not know yet', { buildStatus: 'succeeded' }],
    ['a gate that is missing', { report: reportOf({ results: [result('lint')] }) }],
    ['a gate that was skipped', { report: reportOf({ results: [result('lint'), result('tests', 'SKIPPED')] }) }],
    [
      'a gate that passed once and failed once',
      { report: reportOf({ results: [...good.report.run.results, result('tests', 'FAILED')] }) },
    ],
    ['a run that says FAILED', { report: reportOf({ status: 'FAILED' }) }],
    ['a run that says CANCELLED', { report: reportOf({ status: 'CANCELLED' }) }],
    ['no gate at all', { expected: [], report: reportOf({ results: [] }) }],
  ])('is FAILED with %s', (_, over) => {
    expect(endedRun({ ...good, ...over }).status).toBe('FAILED');
  });

  it('keeps the results of a run that failed, for whoever has to mend it', () => {
    const run = { ...reportOf({ status: 'FAILED', results: [result('lint', 'FAILED')] }) };
    expect(endedRun({ ...good, buildStatus: 'FAILED', report: run })).toEqual(run.run);
  });
});
