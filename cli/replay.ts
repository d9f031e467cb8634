import type { Command } from 'commander';
import type { Config } from '../core/contracts/config.ts';
import type { Verdict } from '../core/contracts/verdict.ts';
import { decideAgain } from '../core/decide/decide-again.ts';
import { compilePolicies, type CompiledPolicies } from '../core/policy/compile-policies.ts';
import { loadConfig } from '../embedded/home/load-config.ts';
import { loadPolicies } from '../embedded/home/load-policies.ts';
import { evidenceOf } from '../lambdas/kit/evidence.ts';
import { examples } from './examples.ts';
import { EXIT } from './exit-codes.ts';
import type { Home } from './home.ts';
import { withHome } from './home-of.ts';
import { json, line, safe } from './print.ts';
import { isIn, spanOf, withSpan, type Span } from './span.ts';
import type { GlobalOptions } from './target-of.ts';

type Options = {
  readonly from?: number;
  readonly to?: number;
  readonly policies?: string;
  readonly json?: boolean;
};
type Word = Pick<Verdict, 'route' | 'riskClass' | 'triggers' | 'policies'>;
type Replayed = {
  readonly releaseId: string;
  readonly openedAt: string;
  readonly title: string;
  readonly was: Word;
  /** Null: the service is not in the config. */
  readonly would: Word | null;
};

export function registerReplay(program: Command): void {
  withSpan(program.command('replay'))
    .description(
      'decide recorded releases again under other settings and list every decision that would change. Exit code 1 when one would',
    )
    .option('--policies <folder>', 'other policies than those that ship: *.cedar and one *.cedarschema')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples({
        'interlock replay --config guarded.yaml --from 2026-01-01': 'what another profile would have let go',
        'interlock replay --policies my-policies': 'what your policies would have decided',
      }),
    )
    .action(async (options: Options, command: Command) =>
      withHome(
        command,
        async (home) => {
          const policies = compilePolicies(loadPolicies(options.policies));
          const config = await configFor(command, home);
          const { replayed, skipped } = await replayAll(home, spanOf(options), config, policies);
          const changed = replayed.filter(changes);
          if (options.json) json({ decided: replayed.length, skipped, changed });
          else print(replayed.length, skipped, changed);
          if (changed.length > 0) process.exitCode = EXIT.NO;
        },
        { withItsOwnConfig: true },
      ),
    );
}

/** The config that is named; of a deployment its own, unless one is. */
async function configFor(command: Command, { target, ports }: Home): Promise<Config> {
  const isNamed = command.parent?.getOptionValueSource('config') === 'cli';
  if (target === 'aws' && !isNamed) return (await ports.settings.current()).config;
  return loadConfig(command.optsWithGlobals<GlobalOptions>().config);
}

async function replayAll({ ports }: Home, span: Span, config: Config, policies: CompiledPolicies) {
  const releases = (await ports.releases.list()).filter((r) => isIn(span, r.openedAt)).reverse();
  const replayed: Replayed[] = [];
  let skipped = 0;
  for (const { releaseId, openedAt, change } of releases) {
    const evidence = evidenceOf(ports.blobs, releaseId);
    const [facts, was] = [await evidence.find('facts'), await evidence.find('verdict')];
    if (facts === null || was === null) skipped += 1;
    else replayed.push({ releaseId, openedAt, title: change.title, was, would: decideAgain(facts, config, policies) });
  }
  return { replayed: replayed.map((r) => ({ ...r, was: word(r.was), would: r.would && word(r.would) })), skipped };
}

const word = ({ route, riskClass, triggers, policies }: Word): Word => ({ route, riskClass, triggers, policies });
/** The policies that decided may have other names without another decision. */
const changes = ({ was, would }: Replayed): boolean =>
  would === null ||
  was.route !== would.route ||
  was.riskClass !== would.riskClass ||
  was.triggers.join() !== would.triggers.join();

function print(decided: number, skipped: number, changed: readonly Replayed[]): void {
  for (const { releaseId, openedAt, title, was, would } of changed) {
    line(`${releaseId}  ${openedAt}  ${safe(title).slice(0, 60)}`);
    line(`    was   ${said(was)}`);
    line(`    would ${would === null ? 'not be decided: its service is not in the config' : said(would)}`);
  }
  line(
    `${decided} decisions made again, ${changed.length} would change${skipped === 0 ? '' : `; ${skipped} releases were never decided`}`,
  );
}

const said = ({ route, riskClass, triggers }: Word): string =>
  `${route}, class ${riskClass}${triggers.length === 0 ? '' : `, asked by ${triggers.join(', ')}`}`;
