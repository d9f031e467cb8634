import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Operate } from '../../lambdas/adapters/signed-operations.ts';
import type { Operations, ReadPorts } from '../home.ts';

/** What commands change in AWS: through the deployment's one signed route. */
export function awsOperations(operate: Operate, ports: ReadPorts): Operations {
  return {
    whoAmI: async (as) => {
      noClaim(as);
      return operate({ kind: 'WHO_AM_I' });
    },
    // Who submits is not handed on: the deployment asks AWS.
    submit: (change, service) => operate({ kind: 'SUBMIT', service, ...change }),
    answer: async ({ releaseId, as, ...answer }) => {
      noClaim(as);
      const open = (await ports.holds.ofRelease(releaseId)).find(({ status }) => status.kind === 'OPEN');
      if (open === undefined)
        return { kind: 'REFUSED', why: 'NO_HOLD', message: 'nothing of this release waits for an answer now' };
      return operate({ kind: 'ANSWER', holdId: open.holdId, ...answer });
    },
    cancel: async ({ as, ...cancel }) => {
      noClaim(as);
      return operate({ kind: 'CANCEL', ...cancel });
    },
    kill: async ({ as, ...kill }) => {
      noClaim(as);
      return operate({ kind: 'KILL', ...kill });
    },
  };
}

/** Who somebody is, AWS proves; a claim beside it could only be wrong. */
function noClaim(as: string | undefined): void {
  if (as !== undefined)
    throw new InvalidInput(
      '--as: in AWS you are who your credentials say, and nobody else; leave it out, or use other credentials (AWS_PROFILE)',
    );
}
