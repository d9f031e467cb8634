import type { Command } from 'commander';
import { judgeConfigFor } from '../core/canary/judge-config.ts';
import { replay } from '../core/canary/replay.ts';
import type { AnalysisVerdict } from '../core/contracts/analysis.ts';
import type { Config } from '../core/contracts/config.ts';
import type { Release } from '../core/contracts/release.ts';
import type { ShiftEvidence } from '../core/contracts/shift-evidence.ts';
import type { Phase } from '../core/contracts/shift.ts';
import { loadConfig } from '../embedded/home/load-config.ts';
import { evidenceOf } from '../lambdas/kit/evidence.ts';
import { examples } from './examples.ts';
import { EXIT } from './exit-codes.ts';
import type { Home } from './home.ts';
import { withHome } from './home-of.ts';
import { json, line, safe } from './print.ts';
import { isIn, spanOf, withSpan, type Span } from './span.ts';
import type { GlobalOptions } from './target-of.ts';

const PHASES = ['CANARY', 'ROLLOUT', 'WATCH'] as const satisfies readonly Phase[];
type Options = { readonly from?: number; readonly to?: number; readonly json?: boolean };
type Word = { readonly verdict: AnalysisVerdict; readonly headline: string };
type Judged = {
  readonly releaseId: string;
  readonly phase: Phase;
  readonly title: string;
  /** What the judge concluded then; null where it never did. */
  readonly was: Word | null;
  readonly would: Word;
};

export function registerBacktest(judge: Command): void {
  withSpan(judge.command('backtest'))
    .description(
      'judge recorded shifts again under the settings of the config and list every verdict that would change. Exit code 1 when one would',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `${examples({
        'interlock judge backtest --from 2026-01-01': 'with what is configured now',
        'interlock judge backtest --config strict.yaml': 'with other thresholds',
      })}\nA shift that was ended early is judged by what was measured until then.`,
    )
    .action(async (_: Options, command: Command) =>
      withHome(
        command,
        async (home) => {
          const options = command.optsWithGlobals<Options & GlobalOptions>();
          const { judged, skipped } = await judgeAll(home, spanOf(options), loadConfig(options.config));
          const changed = judged.filter(({ was, would }) => was?.verdict !== would.verdict);
          if (options.json) json({ judged: judged.length, skipped, changed });
          else print(judged.length, skipped, changed);
          if (changed.length > 0) process.exitCode = EXIT.NO;
        },
        { withItsOwnConfig: true },
      ),
    );
}

async function judgeAll({ ports }: Home, span: Span, config: Config) {
  const releases = (await ports.releases.list()).filter((r) => isIn(span, r.openedAt)).reverse();
  const judged: Judged[] = [];
  let skipped = 0;
  for (const release of releases) {
    const evidence = evidenceOf(ports.blobs, release.releaseId);
    for (const phase of PHASES) {
      const shift = await evidence.shift(phase);
      if (shift === null || shift.buckets.length === 0) continue;
      const would = judgedAgain(release, shift, config);
      if (would === null) skipped += 1;
      else
        judged.push({
          releaseId: release.releaseId,
          phase,
          title: release.change.title,
          was: shift.analysis && word(shift.analysis),
          would,
        });
    }
  }
  return { judged, skipped };
}

/** Null when the service is not in the config, or nobody wrote down what was known before the shift. */
function judgedAgain({ change }: Release, shift: ShiftEvidence, config: Config): Word | null {
  const service = config.services[change.service];
  if (service === undefined || shift.judge === null) return null;
  const { plannedSec, extensions } = shift.judge.config;
  const settings = judgeConfigFor(config, service.tier, plannedSec, extensions);
  return word(replay(settings, shift.judge.history, shift.buckets).analysis);
}

const word = ({ verdict, headline }: Word): Word => ({ verdict, headline });

function print(judged: number, skipped: number, changed: readonly Judged[]): void {
  for (const { releaseId, phase, title, was, would } of changed) {
    line(`${releaseId}  ${phase}  ${safe(title).slice(0, 60)}`);
    line(`    was   ${safe(was?.headline ?? 'not concluded')}`);
    line(`    would ${safe(would.headline)}`);
  }
  line(
    `${judged} shifts judged again, ${changed.length} would change${skipped === 0 ? '' : `; ${skipped} could not be: their service is not in the config, or what was known before was not written down`}`,
  );
}
