import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import type { AuditRecord } from '../../core/contracts/audit-record.ts';
import type { BudgetReport } from '../../core/budget/budget-report.ts';
import type { RiskReport } from '../../core/budget/risk-report.ts';
import { evidenceOf } from '../../lambdas/kit/evidence.ts';
import { CAPS, spent, use } from '../contracts/budget-samples.ts';
import { auditEntry, auditHead, commitOf, digestOf, hold, release, releaseIdOf } from '../contracts/samples.ts';
import { makeRepository, type TestRepository } from '../embedded/vcs/make-repository.ts';
import { ALICE, config, OPS } from '../lambdas/operate/an-operator.ts';
import { REGION, startDeployment, type DeploymentDouble } from '../support/aws-double/deployment.ts';
import { configOf } from '../support/config-of.ts';
import { runCli, runCliBatch, type CliResult } from '../support/run-cli.ts';
import { verdict } from '../support/seed-release.ts';

const [OPEN, CLOSED] = [releaseIdOf(7), releaseIdOf(3)];
const folder = mkdtempSync(path.join(tmpdir(), 'interlock-aws-'));
const at = (name: string) => path.join(folder, name);
const asJson = <T>({ stdout }: CliResult) => JSON.parse(stdout) as T;
let aws: DeploymentDouble;
let clone: TestRepository;

/** `interlock --target aws ARGS`, one after the other, by whoever has the key. */
const as = (keyId: string, ...commands: string[][]) =>
  runCliBatch(
    commands.map((args) => ['--target', 'aws', ...args]),
    folder,
    aws.environment(keyId),
  );

async function seed() {
  const { releases, auditLog, holds, budgets } = aws.world;
  const subject = { digest: digestOf(7), configHash: aws.hash };
  const old = { openedAt: '2026-01-04T10:00:00.000Z', at: 'close-release' };
  await releases.create(release(3, old));
  await releases.close(CLOSED, 'DEPLOYED', Date.parse('2026-01-04T11:00:00.000Z'));
  await releases.create(release(7, { ...subject, at: 'approval' }));
  for (const key of ['release.opened', 'hold.APPROVAL.opened']) await auditLog.append(auditHead, auditEntry(OPEN, key));
  await auditLog.append(auditHead, auditEntry(CLOSED, 'release.closed'));
  await evidenceOf(aws.blobs, OPEN).put('verdict', verdict);
  await budgets.reserve(CLOSED, use(1), CAPS);
  const waits = hold(`${OPEN}.APPROVAL`, {
    subject: { releaseId: OPEN, head: commitOf(7), ...subject },
    ...{ deadline: '2099-01-01T00:00:00.000Z', approvers: config.approvers },
  });
  await holds.open(waits, 'token-of-the-hold');
  aws.executions.set(OPEN, 'RUNNING');
}

beforeAll(async () => {
  aws = await startDeployment(configOf(config), { AKIDALICE: ALICE, AKIDOPS: OPS });
  clone = makeRepository();
  clone.commit({ a: '1' });
  clone.git('switch', '--quiet', '-c', 'faster');
  clone.commit({ a: '2' }, 'Faster search\n\nIt was slow');
  await seed();
}, 60_000);
afterAll(async () => {
  await aws.close();
  clone.remove();
  rmSync(folder, { recursive: true });
});

describe('reading a deployment', () => {
  it('releases, show, audit and doctor: the same answers as on one machine, read with the own permissions', async () => {
    const out = at('audit.jsonl');
    const [releases, open, show, byStart, text, audit, exported, verified, summary, one, doctor, budget, risk] =
      await as(
        'AKIDALICE',
        ...[
          ['releases', '--json'],
          ['releases', '--open', '--json'],
          ['show', 'last', '--json'],
          ['show', OPEN, '--json'],
        ],
        ...[
          ['show', 'last'],
          ['audit', 'show', 'last', '--json'],
          ['audit', 'export', '--out', out],
        ],
        ...[
          ['audit', 'verify'],
          ['audit', 'export', '--format', 'deployments'],
          ['audit', 'export', '--release', CLOSED],
        ],
        ...[
          ['doctor', '--json'],
          ['budget', '--month', '2026-01', '--json'],
          ['budget', '--risk', '--month', '2026-01', '--json'],
        ],
      );
    expect(asJson(releases!)).toEqual([await aws.world.releases.get(OPEN), await aws.world.releases.get(CLOSED)]);
    expect(asJson<unknown[]>(open!)).toHaveLength(1);
    expect(byStart!.stdout).toBe(show!.stdout);
    expect(Object.keys(asJson<object>(show!))).toEqual([
      ...['release', 'steps', 'reviewed', 'verdict', 'findings', 'holds', 'shifts', 'incident'],
    ]);
    expect(asJson(show!)).toMatchObject({
      verdict,
      steps: [{ seq: 1 }, { seq: 2 }],
      holds: [{ status: { kind: 'OPEN' } }],
    });
    expect(show!.stdout).not.toContain('token-of-the-hold');
    expect(text!.stdout).toContain('Decision: HUMAN, class MEDIUM');
    expect(asJson<AuditRecord[]>(audit!)).toEqual(await aws.world.auditLog.records(OPEN));
    expect(exported!.stdout).toBe(`3 records written to ${out}\n`);
    expect(readFileSync(out, 'utf8')).toBe((await aws.world.auditLines()).join(''));
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining('3 records of 2 releases') as unknown });
    expect(summary!.stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(one!.stdout.trimEnd().split('\n')).toHaveLength(1);
    const findings = asJson<{ check: string; ok: boolean; detail: string }[]>(doctor!);
    const detail = (check: string) => findings.find((f) => f.check === check)?.detail;
    expect(detail('deployment')).toBe(
      'account 123456789012, eu-west-1, profile conservative, page at https://page.example',
    );
    expect(detail('identity')).toBe('you are alice, who approves');
    expect(detail('shop target')).toContain('shop is not registered: there is no parameter /interlock/targets/shop');
    expect(detail('budget')).toMatch(/^\$0\.00 of \$1,950\.00 are used in \d{4}-\d{2}$/);
    expect(detail('audit log')).toBe('3 records of the newest 20 releases verify');
    expect(doctor!.code).toBe(1);
    expect(asJson<BudgetReport>(budget!)).toMatchObject({
      ...{ releases: 1, perRelease: spent(10) },
      components: expect.arrayContaining([
        expect.objectContaining({ component: 'code-reviewer', reserved: spent(10) }),
      ]),
    });
    expect(asJson<RiskReport>(risk!)).toMatchObject({ month: '2026-01', usedMicroUsd: 0, exhausted: false });
    for (const { stderr } of [releases!, show!, text!, audit!, exported!, verified!, doctor!]) expect(stderr).toBe('');
  }, 60_000);

  it('watch looks every few seconds, prints each step once, and ends with the release', async () => {
    await aws.world.releases.create(release(5, { openedAt: '2026-01-03T10:00:00.000Z' }));
    await aws.world.auditLog.append(auditHead, auditEntry(releaseIdOf(5), 'release.opened'));
    aws.executions.set(releaseIdOf(5), 'RUNNING');
    const watching = runCli(['--target', 'aws', 'watch', releaseIdOf(5), '--json'], {
      ...{ cwd: folder, env: aws.environment('AKIDALICE') },
    });
    while (!aws.calls.includes('DescribeExecution')) await new Promise((resolve) => setTimeout(resolve, 100));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const looked = aws.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(aws.calls.length).toBe(looked);
    await aws.world.releases.close(releaseIdOf(5), 'DEPLOYED', Date.now());
    const { code, stdout, stderr } = await watching;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toMatchObject([{ seq: 1 }, { releaseId: releaseIdOf(5), outcome: 'DEPLOYED' }]);
  }, 60_000);
});

describe('the deployment that the environment leads to', () => {
  const failing = async (environment: Record<string, string | undefined>) =>
    (
      await runCliBatch([['--target', 'aws', 'releases']], folder, { ...aws.environment('AKIDALICE'), ...environment })
    )[0]!;

  it.each([
    [
      'a region without one',
      { AWS_REGION: 'eu-north-1' },
      'found no parameter /interlock/deployment in region eu-north-1 of account 123456789012; expected the region and account that Interlock is deployed to',
    ],
    ['no region', { AWS_REGION: '' }, 'no region is set; expected AWS_REGION'],
    [
      'no credentials',
      { AWS_ACCESS_KEY_ID: '' },
      'AWS takes no credentials from this environment (CredentialsProviderError)',
    ],
    ['a profile that is not there', { AWS_PROFILE: 'none', AWS_ACCESS_KEY_ID: '' }, 'AWS takes no credentials'],
  ])('%s: exit code 2, and what was expected', async (_, environment, message) => {
    const { code, stdout, stderr } = await failing(environment);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`interlock: target aws: ${message}`);
  });

  it('a parameter that may not be read, or is of another version', async () => {
    const good = aws.parameters.get('/interlock/deployment')!;
    aws.denied.add('GetParameter');
    expect(await failing({})).toMatchObject({
      ...{
        code: 2,
        stderr: expect.stringContaining('expected an identity with the policy interlock-readers') as unknown,
      },
    });
    aws.denied.clear();
    for (const bad of ['{', '{"version":2}', good.replace('"version":1', '"version":9')]) {
      aws.parameters.set('/interlock/deployment', bad);
      expect(await failing({})).toMatchObject({
        ...{ code: 2, stderr: expect.stringContaining('to be of one version') as unknown },
      });
    }
    aws.parameters.set('/interlock/deployment', good);
  });

  it('a profile of the ordinary files counts', async () => {
    const { accessKeyId, secretAccessKey } = aws.credentialsOf('AKIDALICE');
    writeFileSync(
      at('credentials'),
      `[team]\naws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\n`,
    );
    writeFileSync(at('aws-config'), `[profile team]\nregion=${REGION}\n`);
    const environment = {
      AWS_PROFILE: 'team',
      AWS_CONFIG_FILE: at('aws-config'),
      AWS_REGION: undefined,
      AWS_ACCESS_KEY_ID: undefined,
    };
    const result = await failing({ ...environment, AWS_SHARED_CREDENTIALS_FILE: at('credentials') });
    expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('the config may name it; the option counts more; a config that is wrong elsewhere does not matter', async () => {
    writeFileSync(at('aws.yaml'), stringify({ ...configOf(config), target: 'aws' }));
    writeFileSync(at('wrong.yaml'), 'target: aws\nservices: 7\n');
    writeFileSync(at('typo.yaml'), stringify({ ...configOf(config), target: 'asw' }));
    const releases = (file: string, ...more: string[]) => [
      '-c',
      at(file),
      '--home',
      at('home'),
      ...more,
      'releases',
      '--json',
    ];
    const [named, wrong, typo, here] = await runCliBatch(
      [
        releases('aws.yaml'),
        releases('wrong.yaml'),
        releases('typo.yaml'),
        releases('aws.yaml', '--target', 'embedded'),
      ],
      folder,
      aws.environment('AKIDALICE'),
    );
    expect(asJson<unknown[]>(named!).length).toBeGreaterThan(1);
    expect(wrong!.stdout).toBe(named!.stdout);
    expect(typo).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('target: found "asw"; expected embedded or aws') as unknown,
    });
    expect(asJson(here!)).toEqual([]);
  });

  it('what only one machine has says so: exit code 2, one sentence', async () => {
    const results = await as('AKIDALICE', ['up'], ['down'], ['mail'], ['init'], ['--target', 'moon', 'releases']);
    for (const [i, name] of ['up', 'down', 'mail', 'init'].entries()) {
      expect(results[i]).toMatchObject({ code: 2, stdout: '' });
      expect(results[i]!.stderr).toMatch(new RegExp(`^interlock: ${name}: .*this machine's home.*\\n$`));
    }
    expect(results[4]).toMatchObject({ code: 2 });
  });
});

describe('changing something goes through the operations', () => {
  it('nobody claims to be somebody else', async () => {
    const results = await as(
      'AKIDOPS',
      ...[
        ['approve', OPEN, '--as', 'alice'],
        ['reject', OPEN, '--as', 'alice', '--reason', 'x'],
      ],
      ...[
        ['cancel', OPEN, '--as', 'alice', '--reason', 'x'],
        ['kill', 'on', '--as', 'alice', '--reason', 'x'],
      ],
      ...[['submit', '--repo', clone.path, '--service', 'shop', '--as', 'alice']],
    );
    for (const { code, stdout, stderr } of results) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('--as: in AWS you are who your credentials say');
    }
    expect(await aws.world.releases.get(OPEN)).toMatchObject({ stop: null });
    expect(aws.published).toEqual([]);
  });

  it('submit: the commits by the clone, the source by the deployment', async () => {
    const args = ['submit', '--repo', clone.path, '--service', 'shop', '--base', 'main', '--head', 'faster', '--json'];
    const [submitted] = await as('AKIDOPS', args);
    expect({ code: submitted!.code, stderr: submitted!.stderr }).toEqual({ code: 0, stderr: '' });
    const head = clone.git('rev-parse', 'faster');
    expect(asJson(submitted!)).toEqual({
      ...{
        releaseId: expect.stringMatching(/^rel-/) as unknown,
        head,
        service: 'shop',
        before: null,
        engineRunning: true,
      },
    });
    expect(aws.published).toMatchObject([
      {
        ...{
          source: { kind: 'GITHUB', owner: 'Acme', name: 'Shop' },
          repository: 'Acme/Shop',
          change: 'branch/faster',
        },
        ...{ head, base: clone.git('rev-parse', 'main'), title: 'Faster search', description: 'It was slow' },
        submittedBy: { id: 'role/Ops', kind: 'AGENT', authenticated: true },
      },
    ]);
  }, 60_000);

  it('approve: only by the identity that an approver names, once', async () => {
    const [stranger] = await as('AKIDOPS', ['approve', OPEN, '--json']);
    expect({ code: stranger!.code, answer: asJson(stranger!) }).toMatchObject({
      ...{ code: 1, answer: { kind: 'REFUSED', why: 'NOT_AN_APPROVER' } },
    });
    const [approved, again] = await as(
      'AKIDALICE',
      ['approve', OPEN, '--reason', 'read it', '--json'],
      ['approve', OPEN],
    );
    expect({ code: approved!.code, answer: asJson(approved!) }).toEqual({
      ...{ code: 0, answer: { kind: 'ENDED', answer: 'APPROVED', by: 'alice' } },
    });
    expect(again).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('nothing of this release waits') as unknown,
    });
    const ended = (await aws.world.auditLog.records(OPEN)).find((r) => r.key === 'hold.APPROVAL.ended');
    expect(ended?.actor).toEqual({ id: 'alice', kind: 'PERSON', authenticated: true });
    expect(aws.world.answers).toEqual(['token-of-the-hold {"next":"TIME_LOCK","answer":"APPROVED"}']);
  });

  it('kill and cancel: by whoever may, in the words of one machine', async () => {
    const [on, off, cancelled, closed] = await as(
      'AKIDOPS',
      ...[
        ['kill', 'on', '--service', 'shop', '--reason', 'drill', '--json'],
        ['kill', 'off', '--reason', 'over'],
      ],
      ...[
        ['cancel', OPEN, '--reason', 'wrong', '--json'],
        ['cancel', CLOSED, '--reason', 'late'],
      ],
    );
    expect(asJson(on!)).toEqual({ scope: 'shop', state: 'on', by: OPS, reason: 'drill' });
    expect(off).toMatchObject({ code: 0, stdout: 'Kill switch for every service: off\n' });
    expect(asJson(cancelled!)).toMatchObject({ releaseId: OPEN, stop: { kind: 'CANCEL', by: 'role/Ops' } });
    expect(closed).toMatchObject({ code: 1, stdout: `${CLOSED} has already ended: DEPLOYED\n` });
  });

  it('without the policy of operators: exit code 3, and which one is missing', async () => {
    aws.denied.add('Operations');
    const [kill] = await as('AKIDOPS', ['kill', 'on', '--reason', 'x']);
    aws.denied.clear();
    expect(kill).toMatchObject({ code: 3, stderr: expect.stringContaining('interlock-operators') as unknown });
  });
});
