import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { releaseIdSchema } from '../../core/contracts/ids.ts';
import { incidentSchema } from '../../core/contracts/incident.ts';
import { openHome } from '../../embedded/home/open-home.ts';
import { evidenceOf } from '../../lambdas/kit/evidence.ts';
import { aRelease, anIncident } from '../support/an-incident.ts';
import { cliStage, type CliStage } from '../support/cli-stage.ts';
import { runCliBatch } from '../support/run-cli.ts';

describe('interlock incident (004-41)', () => {
  let stage: CliStage;
  const incident = anIncident();
  const other = `rel-${'e'.repeat(20)}`;
  const run = (...commands: string[][]) =>
    runCliBatch(commands.map((args) => ['--config', stage.config, '--home', stage.home, ...args]));

  beforeAll(async () => {
    stage = await cliStage();
    stage.configure();
    const { ports, close } = openHome({ configFile: stage.config });
    const harmed = aRelease();
    await ports.releases.create(harmed);
    await ports.releases.create({ ...aRelease(), releaseId: releaseIdSchema.parse(other) });
    await evidenceOf(ports.blobs, harmed.releaseId).put('incident', { ...incident, title: '\u001b[31mred' });
    close();
  }, 60_000);
  afterAll(() => stage.remove());

  it('prints Markdown for people, JSON for an agent, and show tells of it', async () => {
    const [markdown, asJson, show, view] = await run(
      ['incident', incident.releaseId],
      ['incident', incident.releaseId, '--json'],
      ['show', incident.releaseId],
      ['show', incident.releaseId, '--json'],
    );
    expect([markdown, asJson, show, view].map((r) => [r!.code, r!.stderr])).toEqual(Array(4).fill([0, '']));
    expect(markdown!.stdout).toMatch(/^# Incident: shop, rolled back\n/);
    expect(markdown!.stdout).toContain('| Failed requests | 60 of 3000: 2 % \\(1\\.53 % to 2\\.57 %\\) |');
    expect(markdown!.stdout).not.toContain('\u001b');
    expect(incidentSchema.parse(JSON.parse(asJson!.stdout)).releaseId).toBe(incident.releaseId);
    expect(show!.stdout).toContain(`"interlock incident ${incident.releaseId}" prints the whole packet`);
    expect((JSON.parse(view!.stdout) as { incident: unknown }).incident).toMatchObject({ phase: 'CANARY' });
  });

  it('of a release without one is the answer no, in words or null', async () => {
    const [text, asJson, unknown] = await run(['incident', other], ['incident', other, '--json'], ['incident', '3f2a']);
    expect(text).toMatchObject({ code: 1, stdout: `${other} has no incident.\n` });
    expect(asJson).toMatchObject({ code: 1, stdout: 'null\n' });
    expect(unknown).toMatchObject({ code: 2 });
  });
});
