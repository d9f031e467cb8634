import { describe, expect, it } from '@jest/globals';
import { fault, load, play, type Script } from './house-machines.ts';

const release = load('release.asl.json');
const proceed = { next: 'PROCEED', result: 'PASSED' };
const happy: Script = {
  OpenRelease: { next: 'COLLECT' },
  ReviewChange: { status: 'UNAVAILABLE' },
  RunGates: { status: 'PASSED' },
  Decide: { next: 'ROLL_OUT' },
  TakeLock: [{ next: 'WAIT' }, { next: 'ACQUIRED' }],
  Staging: proceed,
  Canary: proceed,
  Approval: { next: 'TIME_LOCK', answer: 'APPROVED' },
  TimeLock: { next: 'PERMIT', answer: 'ELAPSED' },
  IssuePermit: { next: 'ROLL_OUT' },
  Rollout: proceed,
  Watch: proceed,
  CloseRelease: { outcome: 'DEPLOYED' },
};
const whole = [
  'OpenRelease',
  'ReviewChange',
  'RunGates',
  'Decide',
  'TakeLock',
  'TakeLock',
  'Staging',
  'Canary',
  'Approval',
  'TimeLock',
  'IssuePermit',
  'Rollout',
  'Watch',
  'CloseRelease',
];

describe('release.asl.json', () => {
  const input = { event: { id: 1 } };
  it('takes a good change the whole way', async () => {
    const { way, result, payloads } = await play(release, happy, input);
    expect(way).toEqual(whole);
    expect(result).toEqual({ kind: 'SUCCEEDED', output: { outcome: 'DEPLOYED' } });
    expect(payloads[0]).toEqual({ f: 'OpenRelease', p: { releaseId: 'rel-1', event: { id: 1 } } });
    expect(payloads.at(-1)).toEqual({ f: 'CloseRelease', p: { releaseId: 'rel-1', fault: 'none' } });
  });

  const throughToClose = [
    'OpenRelease',
    'Decide',
    'TakeLock',
    'Staging',
    'Canary',
    'Approval',
    'TimeLock',
    'IssuePermit',
    'Rollout',
    'Watch',
  ];
  it.each(throughToClose)('%s: a fault goes to CloseRelease with its name', async (state) => {
    const { way, payloads, result } = await play(release, { ...happy, [state]: fault('Terminal') }, input);
    expect(way.slice(-2)).toEqual([state, 'CloseRelease']);
    expect(payloads.at(-1)).toEqual({ f: 'CloseRelease', p: { releaseId: 'rel-1', fault: 'Terminal' } });
    expect(result.kind).toBe('SUCCEEDED');
  });

  it.each(throughToClose.filter((state) => state !== 'Watch'))(
    '%s: any word that is not known goes to CloseRelease (house rule 1)',
    async (state) => {
      const { way } = await play(release, { ...happy, [state]: { next: 'SOMETHING', answer: '' } }, input);
      expect(way.slice(-2)).toEqual([state, 'CloseRelease']);
    },
  );

  it('evidence that is lost does not stop the way to the decision', async () => {
    const { way } = await play(
      release,
      { ...happy, ReviewChange: fault('Terminal'), RunGates: fault('InvalidInput') },
      input,
    );
    expect(way).toEqual(whole);
  });

  it('a Transient fault is tried six times in all, others once', async () => {
    const { way } = await play(release, { ...happy, Decide: fault('Transient') }, input);
    expect(way.filter((state) => state === 'Decide')).toHaveLength(6);
    const recovered = await play(release, { ...happy, Decide: [fault('Transient'), { next: 'ROLL_OUT' }] }, input);
    expect(recovered.way.at(-2)).toBe('Watch');
  });

  it('a change that is only recorded waits for its hold and moves no traffic', async () => {
    const { way } = await play(
      release,
      { ...happy, Decide: { next: 'RECORD_ONLY' }, RecordApproval: { next: 'TIME_LOCK', answer: 'APPROVED' } },
      input,
    );
    expect(way.slice(3)).toEqual(['Decide', 'RecordApproval', 'CloseRelease']);
  });
});
