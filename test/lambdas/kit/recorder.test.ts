import { describe, expect, it } from '@jest/globals';
import { recorder } from '../../../lambdas/kit/recorder.ts';
import { release } from '../../contracts/samples.ts';
import { DIGEST } from '../../support/some-change.ts';
import { inWorld } from '../../support/steps-world.ts';

const some = release(7, { digest: DIGEST, configHash: DIGEST });
const fact = { key: 'some.fact', event: 'some.fact', rationale: 'because' };

describe('recorder', () => {
  it(
    'every record stands alone: change, author, artifact and policy (K20)',
    inWorld(async ({ ports }) => {
      const written = await recorder(ports.auditLog, some)({ ...fact, riskScore: 3 });
      expect(written).toMatchObject({
        actor: { id: 'interlock', kind: 'SYSTEM' },
        payload: {},
        head: {
          repository: 'shop',
          change: 'branch/faster',
          author: 'dev@example.com',
          digest: DIGEST,
          policyVersion: DIGEST,
          riskScore: 3,
          traceId: some.releaseId,
        },
      });
    }),
  );

  it(
    'what is not known yet says so',
    inWorld(async ({ ports }) => {
      const { head } = await recorder(ports.auditLog, release(7))(fact);
      expect(head).toMatchObject({ digest: null, policyVersion: 'unknown', riskScore: null });
    }),
  );

  it(
    'the first of two with one key stays and is what both get',
    inWorld(async ({ ports }) => {
      const record = recorder(ports.auditLog, some);
      const first = await record({ ...fact, payload: { n: 1 } });
      expect(await record({ ...fact, payload: { n: 2 }, rationale: 'other' })).toEqual(first);
      expect(await ports.auditLog.records(some.releaseId)).toEqual([first]);
    }),
  );

  it(
    'text of any kind is recorded: long, half a surrogate pair, control characters',
    inWorld(async ({ ports }) => {
      const rationale = `${'x'.repeat(1999)}\u{1f600}`;
      const payload = { half: 'a\udc00b', list: ['\u0000', undefined, Number.NaN], drop: undefined };
      const written = await recorder(ports.auditLog, some)({ ...fact, rationale, payload });
      expect(written.rationale).toHaveLength(2000);
      expect(written.rationale.isWellFormed()).toBe(true);
      expect(JSON.stringify(written.payload)).not.toContain('drop');
    }),
  );

  it(
    'a payload beyond the bounds is refused, not cut',
    inWorld(async ({ ports }) => {
      const record = recorder(ports.auditLog, some);
      await expect(record({ ...fact, payload: 'x'.repeat(70_000) })).rejects.toMatchObject({
        name: 'InvalidInput',
        message: expect.stringContaining('payload'),
      });
    }),
  );
});
