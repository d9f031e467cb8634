import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { targetNameSchema } from '../core/contracts/config.ts';
import { InvalidInput } from '../core/contracts/errors.ts';
import { registerAnswer } from './answer.ts';
import { registerAudit } from './audit.ts';
import { registerBudget } from './budget.ts';
import { registerCalibration } from './calibration.ts';
import { registerDecide } from './decide.ts';
import { registerDigest } from './digest.ts';
import { registerDoctor } from './doctor.ts';
import { registerDown } from './down.ts';
import { examples } from './examples.ts';
import { EXIT } from './exit-codes.ts';
import { registerIncident } from './incident.ts';
import { registerInit } from './init.ts';
import { registerJudge } from './judge.ts';
import { registerKill } from './kill.ts';
import { registerMail } from './mail.ts';
import { registerPolicy } from './policy.ts';
import { safe } from './print.ts';
import { registerProve } from './prove.ts';
import { registerReleases } from './releases.ts';
import { registerReplay } from './replay.ts';
import { registerShow } from './show.ts';
import { registerSimulate } from './simulate.ts';
import { registerSubmit } from './submit.ts';
import { registerUnfreeze } from './unfreeze.ts';
import { registerUp } from './up.ts';
import { registerWatch } from './watch.ts';

const HELP = `${examples({
  'interlock init': 'in a git repository: write interlock.yaml',
  'interlock up': 'serve what is there now, and wait for changes',
  'interlock submit --head my-branch': 'in another terminal: send a change on its way',
  'interlock watch last': 'see it go',
  'interlock approve last --as WHO': 'let it into production',
})}

Exit codes: 0 done, or yes · 1 the answer is no · 2 wrong arguments, config, id or repository · 3 Interlock itself failed
With --json every answer is JSON; decide, judge and audit export never print anything else. "interlock help COMMAND"
explains one command.`;

/** Runs one command and returns its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  // Whoever reads our output may stop early (head, grep -q): then there is nobody left to tell, and nothing went wrong.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  const program = new Command('interlock')
    .description('The gate between whoever writes code and production.')
    .version(version(), '--version', 'print the version')
    .option('-c, --config <file>', 'the config file', 'interlock.yaml')
    .option('--home <folder>', 'where releases, logs and mails are kept (default: .interlock beside the config)')
    .addOption(
      new Option(
        '--target <name>',
        'this machine, or the deployment that the AWS environment variables lead to (default: by config)',
      ).choices(targetNameSchema.options),
    )
    .addHelpText('after', HELP)
    .exitOverride()
    .showHelpAfterError('(run with --help for the options)');
  for (const register of [
    registerInit,
    registerUp,
    registerDown,
    registerSubmit,
    registerReleases,
    registerShow,
    registerIncident,
    registerWatch,
    registerAnswer,
    registerKill,
    registerUnfreeze,
    registerMail,
    registerDecide,
    registerSimulate,
    registerPolicy,
    registerDigest,
    registerJudge,
    registerReplay,
    registerCalibration,
    registerProve,
    registerBudget,
    registerAudit,
    registerDoctor,
  ])
    register(program);
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return Number(process.exitCode ?? EXIT.OK);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.OK : EXIT.BAD_INPUT;
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`interlock: ${safe(message)}\n`);
    return error instanceof InvalidInput ? EXIT.BAD_INPUT : EXIT.FAILED;
  }
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}
