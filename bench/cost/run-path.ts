import type { Json } from '../../asl/json.ts';
import { buildReportKey, buildRequestKey } from '../../core/contracts/gates-report.ts';
import { releaseIdOf } from '../../core/release/release-id.ts';
import { mountSteps } from '../../embedded/home/steps.ts';
import { createHandler as answerHold } from '../../lambdas/answer-hold/handler.ts';
import { createHandler as gatesEnded } from '../../lambdas/gates-ended/handler.ts';
import { jsonLogger } from '../../lambdas/kit/logger.ts';
import { NEW } from '../../test/support/aws-double/deployer-world.ts';
import { sha256Hex } from '../../test/support/aws-double/lambda.ts';
import type { MetricQuestion } from '../../test/support/aws-double/cloudwatch.ts';
import { FAILED, PASSED } from '../../test/support/fakes/gates.ts';
import { someEvent } from '../../test/support/some-change.ts';
import { awsHome } from './aws-home.ts';
import type { Call } from './counted.ts';
import type { Path } from './paths.ts';
import type { FromTemplate } from './template.ts';
import { walk, type Happening, type Transitions } from './walk.ts';

/** One call of a function: which one, the processor time that it took here, and the calls that it made. */
export type Invocation = { readonly step: string; readonly cpuMs: number; readonly calls: readonly Call[] };
export type Walked = { readonly transitions: Transitions; readonly invocations: readonly Invocation[] };

const GATES_TAKE_MS = 600_000;
const APPROVER_TAKES_MS = 1_800_000;
/** `OpenRelease` in the definition is the function `open-release`. */
const functionOf = (name: string) => name.replaceAll(/(?!^)([A-Z])/g, '-$1').toLowerCase();

/** Takes one change along a path: the real graph, the real steps and adapters. */
export async function runPath(path: Path, machines: FromTemplate['machines']): Promise<Walked> {
  const home = await awsHome((question) => measured(path, question), path.diff);
  try {
    const { ports, clock, codeDeploy, calls } = home;
    const steps = mountSteps(
      ports,
      'https://interlock.example',
      jsonLogger(() => {}, clock.now),
    );
    const holds = answerHold(ports);
    const ended = gatesEnded({ ...ports, documents: home.documents });
    const invocations: Invocation[] = [];
    const happenings: Happening[] = [];

    const called = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
      calls.length = 0;
      const before = process.cpuUsage();
      const result = await work();
      const { user, system } = process.cpuUsage(before);
      invocations.push({ step, cpuMs: (user + system) / 1000, calls: [...calls] });
      await follow();
      return result;
    };
    /** What the world does about what a step did. */
    const follow = async () => {
      for (const { at, holdId } of home.bells.splice(0))
        happenings.push({ at, happen: async () => void (await called('answer-hold', () => holds.deadline(holdId))) });
      for (const mail of home.mails.splice(0)) {
        const link = /\/holds\/([\w.-]+)/.exec(mail)?.[1];
        if (link === undefined || !path.approved || !mail.includes('pprov')) continue;
        happenings.push({
          at: clock.now() + APPROVER_TAKES_MS,
          happen: async () => {
            const view = await called('hold-page', () => holds.load(link));
            if (view === null) throw new Error('the link in the mail shows nothing');
            await called('hold-page', () => holds.answer(link, { answer: 'approve', reason: 'fine' }));
          },
        });
      }
    };
    const buildEnds = async () => {
      const run = path.gates === 'PASSED' ? PASSED : FAILED;
      const artifact = path.gates === 'PASSED' ? { sha256: sha256Hex('new bytes') } : null;
      const asked = home.objects.get(buildRequestKey('gates:build-1'))!;
      const request: unknown = JSON.parse(typeof asked === 'string' ? asked : new TextDecoder().decode(asked));
      const report = JSON.stringify({ version: 1, request, run, artifact });
      home.objects.set(buildReportKey('gates:build-1'), new TextEncoder().encode(report));
      const detail = { 'build-id': 'gates:build-1', 'build-status': 'SUCCEEDED' } as const;
      await called('gates-ended', () => ended({ detail } as Parameters<typeof ended>[0]));
    };

    const event = someEvent({ source: { kind: 'GITHUB', owner: 'example', name: 'shop' }, head: NEW.commit });
    const releaseId = releaseIdOf(event);
    (ports.vcs as unknown as { heads: Map<string, string> }).heads.set(event.change, event.head);
    await called('intake', () => steps.intake(event));
    await called('start-release', () => steps.startRelease(event));
    const begun = home.started.splice(0)[0]!;
    const { transitions, output } = await walk(
      machines,
      {
        now: clock.now,
        advanceTo: async (at) => {
          clock.advance(at - clock.now());
          // CodeDeploy moves on by itself; two of its steps take it from created to shifted, or from stopped to back.
          await codeDeploy.tick();
          await codeDeploy.tick();
        },
        invoke: async (name, payload) => {
          if (name === 'RunGates') happenings.push({ at: clock.now() + GATES_TAKE_MS, happen: buildEnds });
          return (await called(functionOf(name), () => steps[name as 'Decide'](payload))) as Json;
        },
        answers: home.answers,
        happenings,
      },
      begun.name,
      begun.input as Json,
    );
    const release = await ports.releases.get(releaseId);
    if (release?.outcome !== path.outcome)
      throw new Error(`${path.name}: ended ${release?.outcome} (${JSON.stringify(output)}), expected ${path.outcome}`);
    return { transitions, invocations };
  } finally {
    await home.close();
  }
}

/** A service with ten requests a second, by version while the alias has two. */
function measured({ canaryErrors }: Path, { metric, stat, dimensions, periodSeconds }: MetricQuestion): number | null {
  const version = dimensions['ExecutedVersion'];
  const requests = 10 * periodSeconds * (version === undefined ? 1 : version === '1' ? 0.9 : 0.1);
  if (metric === 'Invocations') return requests;
  if (metric === 'Errors') return version === '2' ? Math.round(requests * canaryErrors) : 0;
  if (stat === 'SampleCount') return requests;
  return stat.startsWith('TC(') ? 0 : 20;
}
