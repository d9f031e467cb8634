import type { Source } from '../../../core/contracts/change-submitted.ts';
import { jsonLogger } from '../../../lambdas/kit/logger.ts';
import { createHandler } from '../../../lambdas/operate/handler.ts';
import { respond } from '../../../lambdas/operate/respond.ts';
import { seedRelease, type Seed } from '../../support/seed-release.ts';
import type { World } from '../../support/steps-world.ts';

export const ACCOUNT = '123456789012';
export const user = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:user/${name}`;
export const session = (role: string, name: string) => `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`;
export const ALICE = user('people/alice.b');
export const BOB = session('AWSReservedSSO_Lead_0123456789abcdef', 'bob@example.com');
export const OPS = session('Ops', 'i-am-carol');

/** alice and bob have principals, carl has none, dev wrote the change. */
export const config = {
  approvers: [
    { id: 'alice', email: 'alice@example.com', principal: ALICE },
    { id: 'bob', email: 'bob@example.com', principal: BOB },
    { id: 'carl', email: 'carl@example.com' },
    { id: 'dev', email: 'dev@example.com', principal: user('dev') },
  ],
  services: {
    shop: { repository: 'github:Acme/Shop', start: 'node server.js', port: 8080 },
    own: { repository: './own', start: 'node server.js', port: 8081 },
    pay: { repository: 'codecommit:pay', start: 'node server.js', port: 8082 },
    odd: { repository: 'https://git.example/odd', start: 'node server.js', port: 8083 },
  },
};
const own: Source = { kind: 'GITHUB', owner: 'acme', name: 'own' };

export type Asked = {
  readonly status: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
};

/** The request as API Gateway hands it on when IAM has let it through. */
export const eventOf = (principal: string, body: unknown) => ({
  version: '2.0',
  routeKey: 'POST /operations',
  headers: { 'content-type': 'application/json' },
  requestContext: { accountId: ACCOUNT, authorizer: { iam: { accountId: ACCOUNT, userArn: principal } } },
  body: typeof body === 'string' ? body : JSON.stringify(body),
  isBase64Encoded: false,
});

export function operator(world: World) {
  const log: string[] = [];
  const logger = jsonLogger((line) => void log.push(line), world.clock.now);
  const answer = respond(createHandler({ ...world.ports, own }), logger);
  const send = async (event: unknown): Promise<Asked> => {
    const { statusCode, body } = await answer(event);
    return { status: statusCode, ...(JSON.parse(body) as object) };
  };
  return { log, send, ask: (principal: string, body: unknown) => send(eventOf(principal, body)) };
}

/** An open hold of a release that dev@example.com wrote. */
export async function waiting(world: World, seed: Seed = {}) {
  const releaseId = await seedRelease(world, { ...seed, shifts: { CANARY: {} } });
  await world.steps.OpenHold({ releaseId, gate: 'APPROVAL', taskToken: 'token' });
  const holdId = `${releaseId}.APPROVAL`;
  return { releaseId, holdId, status: async () => (await world.ports.holds.get(holdId))!.status };
}
