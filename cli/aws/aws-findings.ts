import { verifyExport } from '../../core/audit/verify-export.ts';
import type { Deployment } from '../../core/contracts/deployment.ts';
import { InvalidInput, Terminal, Transient } from '../../core/contracts/errors.ts';
import type { ServiceName } from '../../core/contracts/ids.ts';
import { dynamoAuditLines } from '../../lambdas/adapters/dynamo-audit-export.ts';
import type { Operate } from '../../lambdas/adapters/signed-operations.ts';
import { createSsmTargets } from '../../lambdas/adapters/ssm-targets.ts';
import { dynamoDbClient, ssmClient } from '../../lambdas/kit/clients.ts';
import { clock } from '../../lambdas/adapters/of-env/clock.ts';
import { allLines } from '../all-lines.ts';
import { budgetFinding } from '../budget-finding.ts';
import type { Finding } from '../finding.ts';
import type { ReadPorts } from '../home.ts';
import { recordFinding } from '../record-finding.ts';

/** So many releases are verified; all of a long record is what `audit verify` is for. */
const NEWEST = 20;

/** The deployment, who one is there, where each service is deployed to, and the newest of the record. */
export async function awsFindings(
  deployment: Deployment,
  ports: ReadPorts,
  operate: Operate,
): Promise<readonly Finding[]> {
  const { config } = await ports.settings.current();
  const { account, region, publicUrl } = deployment;
  const targets = createSsmTargets(ssmClient());
  return [
    {
      check: 'deployment',
      ok: true,
      detail: `account ${account}, ${region}, profile ${config.profile}, page at ${publicUrl}`,
    },
    await checked('identity', async () => {
      const { id } = await operate({ kind: 'WHO_AM_I' });
      const approves = [config.approvers, ...Object.values(config.services).map((s) => s.approvers ?? [])]
        .flat()
        .some((approver) => approver.id === id && approver.principal !== undefined);
      return `you are ${id}${approves ? ', who approves' : '; no approver of the config names your principal'}`;
    }),
    ...(await Promise.all(
      Object.keys(config.services).map((service) =>
        checked(`${service} target`, async () => {
          await targets.target(service as ServiceName, 'production');
          return 'registered';
        }),
      ),
    )),
    await budgetFinding(ports, clock.now()),
    await newest(deployment, ports),
  ];
}

async function newest({ tables }: Deployment, ports: ReadPorts): Promise<Finding> {
  const releases = await ports.releases.list({ limit: NEWEST });
  const results = await Promise.all(
    releases.map(async ({ releaseId }) => {
      const lines = await allLines(dynamoAuditLines(dynamoDbClient(), { table: tables.audit, releaseId }));
      return verifyExport(lines.join(''));
    }),
  );
  const checked = results.reduce((sum, result) => sum + result.checked, 0);
  return recordFinding(
    { checked, problems: results.flatMap((result) => result.problems) },
    ` of the newest ${NEWEST} releases`,
  );
}

/** What cannot be looked at is a finding and not the end of all others. */
async function checked(check: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { check, ok: true, detail: await look() };
  } catch (error) {
    if (error instanceof InvalidInput || error instanceof Terminal || error instanceof Transient)
      return { check, ok: false, detail: error.message };
    throw error;
  }
}
