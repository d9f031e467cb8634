import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { restoreSeconds } from '../../../core/canary/restore-seconds.ts';
import { incidentSchema } from '../../../core/contracts/incident.ts';
import { phaseSchema, shiftResultSchema } from '../../../core/contracts/shift.ts';
import { incidentAsMarkdown } from '../../../core/report/incident-as-markdown.ts';
import { incidentFigures } from '../../../core/report/incident-figures.ts';
import { incidentPacket, isIncident } from '../../../core/report/incident-packet.ts';
import { outcomeMail } from '../../../core/report/outcome-mail.ts';
import { aRelease, anIncident, aShiftOf, ending, harmful } from '../../support/an-incident.ts';
import { arm } from '../../support/fakes/metrics.ts';
import { DIGEST, HEAD, RUNNING } from '../../support/some-change.ts';

describe('002-22, 004-41: the incident packet', () => {
  const incident = anIncident();

  it('says what was deployed, what decided and when, and how long it took to restore', () => {
    expect(incident).toMatchObject({
      ...{ service: 'shop', commit: HEAD, digest: DIGEST, before: RUNNING, phase: 'CANARY', result: 'FAILED' },
      decided: { decision: 'ROLL_BACK', rule: 'judge', observed: expect.stringMatching(/^fail at \d+ s: /) },
      timeline: {
        started: '2026-01-05T09:00:00.000Z',
        servedSince: '2026-01-05T09:00:05.000Z',
        decided: '2026-01-05T09:00:35.000Z',
        restored: '2026-01-05T09:01:00.000Z',
      },
      ...{ timeToRestoreSeconds: 25, quarantine: true, killSwitch: false },
    });
  });

  it('has the numbers of both versions in the same minutes with exact intervals, and every test', () => {
    const { canary, baseline, past, tests } = incident.numbers;
    expect(canary?.errors).toMatchObject({ events: 60, of: 3000, rate: 0.02 });
    expect(baseline?.errors).toMatchObject({ events: 27, of: 27_000, rate: 0.001 });
    // Clopper and Pearson, computed independently.
    expect(canary?.errors.ci95.map((x) => x.toFixed(5))).toEqual(['0.01530', '0.02567']);
    expect(canary?.slow).toMatchObject({ events: 0, of: 3000, aboveMs: 800 });
    expect(past).toEqual({ errorRate: 0.001, p99Ms: 12 });
    const errors = tests.find(({ id }) => id === 'errRel');
    expect(errors?.ratio).toBeGreaterThan(10);
    expect(errors?.ratioCI95?.[0]).toBeGreaterThan(1);
    expect(errors?.signalledAt).not.toBeNull();
  });

  it('001-24: carries the issue record, whose cause nobody has guessed', () => {
    expect(incident.issue).toEqual({
      domain: 'deployment-issues',
      title: 'shop: "Find whatever the case" was ended in CANARY (judge)',
      symptom: incident.decided.observed,
      solution: expect.stringMatching(/has had all of it again, and passed its checks, 25 s after the decision\.$/),
      root_cause: null,
      prevention: expect.stringMatching(/quarantined.*errors beside the baseline/),
    });
  });

  it('the mail tells the numbers and how to get the packet', () => {
    const { text, html } = outcomeMail({
      ...{ releaseId: incident.releaseId, service: 'shop', change: 'c', title: 't', outcome: 'ROLLED_BACK' },
      ...{ seconds: 60, reason: 'r', analyst: null, rollback: 'done', link: null, incident },
    });
    for (const part of ['60 of 3000: 2 % (1.53 % to 2.57 %)', '25 s', `interlock incident ${incident.releaseId}`])
      expect([text.includes(part), html.includes(part)]).toEqual([true, true]);
  });
});

describe('what is an incident', () => {
  const every = phaseSchema.options.flatMap((phase) => shiftResultSchema.options.map((result) => ({ phase, result })));

  it.each(every)('$phase that ended as $result', ({ phase, result }) => {
    const wanted = ['ROLLBACK_FAILED', 'FROZEN'].includes(result) || (result === 'FAILED' && phase !== 'STAGING');
    expect(isIncident(phase, result)).toBe(wanted);
    const packet = incidentPacket(aRelease(), aShiftOf(harmful, { phase }), ending({ result }));
    expect(packet === null).toBe(!wanted);
  });

  it('a rollback that failed is told as such: nothing is restored, a person has to act', () => {
    const failed = incidentPacket(
      aRelease(),
      aShiftOf(harmful),
      ending({ result: 'ROLLBACK_FAILED', timeToRestoreSeconds: null, killSwitch: true, words: 'it answers 500' }),
    );
    expect(failed).toMatchObject({ timeToRestoreSeconds: null, timeline: { restored: null }, killSwitch: true });
    expect(failed?.issue.solution).toMatch(/^It is not certain that the old version.*it answers 500\. A person/);
    expect(incidentAsMarkdown(failed!)).toMatch(/ROLLBACK FAILED[^]*Time to restore: not known\./);
  });

  it('a fault in the middle, with nothing measured or decided, still gives one', () => {
    const shift = aShiftOf([], { analysis: null, judge: null, because: null, decision: null, decidedAt: null });
    expect(incidentPacket(aRelease(), shift, ending({ timeToRestoreSeconds: null }))).toMatchObject({
      decided: { decision: null, rule: 'fault' },
      numbers: { canary: null, baseline: null, past: null, headline: null, tests: [] },
    });
  });
});

describe('figures', () => {
  it('leave out what cannot be: a stretch with more errors than requests counts on neither side', () => {
    const broken = { endSec: 40, durSec: 10, canary: { requests: 1, errors: 5 }, baseline: arm(9000, 9000) };
    expect(incidentFigures([...harmful, broken], 800)).toEqual(incidentFigures(harmful, 800));
  });

  it('without a request there is no rate, and anything is possible', () => {
    const { canary, baseline } = incidentFigures([{ endSec: 10, durSec: 10, canary: arm(0) }], 800);
    expect(canary?.errors).toEqual({ events: 0, of: 0, rate: null, ci95: [0, 1] });
    expect(baseline).toBeNull();
  });

  it('an unknown ceiling or unknown latency is null, not zero', () => {
    expect(incidentFigures(harmful, null).canary?.slow).toBeNull();
    expect(incidentFigures([{ endSec: 10, durSec: 10, canary: { requests: 5, errors: 0 } }], 800).canary).toMatchObject(
      { slow: null, p99Ms: null },
    );
  });

  it('the interval holds the rate, whatever was counted', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (a, b) => {
        const { canary } = incidentFigures(
          [{ endSec: 10, durSec: 10, canary: { requests: Math.max(a, b), errors: Math.min(a, b) } }],
          null,
        );
        const { rate, ci95 } = canary!.errors;
        expect(ci95[0]).toBeLessThanOrEqual(rate ?? 0);
        expect(ci95[1]).toBeGreaterThanOrEqual(rate ?? 1);
      }),
      { numRuns: 50 },
    );
  });
});

describe('what others wrote', () => {
  const secret = `AKIA${'A'.repeat(16)}`;

  it('is escaped and bounded in Markdown, and carries no credential', () => {
    const title = `<img src=x> [a](http://evil.test) | @team ${secret} `.padEnd(5000, 'z').slice(0, 400);
    const shift = aShiftOf(harmful, {
      because: {
        rule: 'checks',
        status: 'REJECT',
        observed: `token="${'s'.repeat(30)}" \u202e`,
        required: '',
        children: [],
      },
    });
    const incident = incidentPacket(
      aRelease(title),
      shift,
      ending({ checks: [{ name: '|x|', kind: 'functional', passed: false, detail: `${secret}\n# heading` }] }),
    )!;
    const markdown = incidentAsMarkdown(incident);
    expect(JSON.stringify(incident) + markdown).not.toMatch(new RegExp(`${secret}|s{30}|\u202e`));
    expect(markdown).not.toMatch(/<img|\[a\]\(|^# heading/m);
    for (const row of markdown.split('\n').filter((line) => line.startsWith('| Change')))
      expect(row.replace(/\\\|/g, '').split('|')).toHaveLength(4);
    expect(markdown.length).toBeLessThan(20_000);
  });

  it('ids and instants can be copied as they are', () => {
    const markdown = incidentAsMarkdown(anIncident());
    for (const part of [anIncident().releaseId, HEAD, DIGEST, '2026-01-05T09:00:35.000Z'])
      expect(markdown).toContain(`\`${part}\``);
  });

  it('of any content gives a packet of its shape', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (words) => {
        const detail = { name: words, kind: 'functional' as const, passed: false, detail: words };
        const incident = incidentPacket(aRelease(), aShiftOf(harmful), ending({ words, checks: [detail] }));
        expect(incidentSchema.safeParse(JSON.parse(JSON.stringify(incident))).success).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('time to restore', () => {
  const back = { decidedAt: 1000, verifiedAt: 26_000, state: 'RETURNED', result: 'FAILED', checked: true } as const;

  it.each([
    ['from the decision until it was verified', {}, 25],
    ['a withdrawn canary has one too', { result: 'PASSED' }, 25],
    ['not without a decision', { decidedAt: null }, null],
    ['not while it returns', { state: 'RETURNING' }, null],
    ['not when the new version never had traffic', { state: 'FAILED' }, null],
    ['not when nobody asked the old version', { checked: false }, null],
    ['not when it does not answer', { result: 'ROLLBACK_FAILED' }, null],
    ['not when the traffic is frozen', { result: 'FROZEN' }, null],
  ] as const)('%s', (_, over, seconds) => {
    expect(restoreSeconds({ ...back, ...over })).toBe(seconds);
  });
});
