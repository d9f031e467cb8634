import { assertNever } from '../../core/contracts/errors.ts';
import type { Gate } from '../../core/contracts/config-gates.ts';
import type { Finding, GateResult } from '../../core/contracts/gate-result.ts';
import { clean } from './clean-finding.ts';
import type { GateUser } from './gate-user.ts';
import { maskSecrets } from './mask-secrets.ts';
import { plainText } from './plain-text.ts';
import { readJunit } from './read-junit.ts';
import { readReport, removeOldReport } from './read-report.ts';
import { readSarif } from './read-sarif.ts';
import type { Report } from './report.ts';
import { runCommand } from './run-command.ts';
import type { CommandEnd } from './run-command.ts';

type CommandGate = Extract<Gate, { command: string }>;
type GateEnd = Pick<GateResult, 'status' | 'summary' | 'findings'>;
export type GateWorld = {
  readonly checkout: string;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly user: GateUser | null;
};

/** Runs one command gate. PASSED needs exit code 0 and, where a report is asked for, a readable one without failures. */
export async function commandGate(gate: CommandGate, world: GateWorld): Promise<GateEnd> {
  if (gate.report) await removeOldReport(world.checkout, gate.report.path);
  const { end, tail } = await runCommand(gate.command, world, gate);
  const output = (await maskSecrets(plainText(tail))).trim();
  const told = await toldBy(gate, world);
  const reported =
    'findings' in told ? await Promise.all(mostSevere(told).map((f) => clean({ ...f, category: gate.category }))) : [];
  const { status, summary } = verdictOf(gate, end, told);
  // What a failed command printed last is what its author needs; a passed one needs nothing.
  const printed: Finding[] =
    status === 'PASSED' ||
    output === '' ||
    (status === 'FAILED' && reported.some(({ severity }) => severity === 'error'))
      ? []
      : [{ category: gate.category, severity: 'error', rule: 'output', message: output.slice(-2000) }];
  return { status, summary: summary.slice(0, 1000), findings: [...printed, ...reported].slice(0, 200) };
}

/** The report, or why there is none; NONE when the gate asks for none. */
async function toldBy(gate: CommandGate, world: GateWorld): Promise<Report | { why: string } | { none: true }> {
  if (!gate.report) return { none: true };
  try {
    const text = await readReport(world.checkout, gate.report.path, world.user);
    return gate.report.kind === 'junit' ? readJunit(text, world.checkout) : readSarif(text, world.checkout);
  } catch (error) {
    // A library's own message may quote the report.
    return {
      why:
        error instanceof Error && error.constructor === Error
          ? plainText(error.message).slice(0, 300)
          : 'the report cannot be read',
    };
  }
}

function verdictOf(
  gate: CommandGate,
  end: CommandEnd['end'],
  told: Report | { why: string } | { none: true },
): Pick<GateResult, 'status' | 'summary'> {
  switch (end.kind) {
    case 'TIMED_OUT':
      return { status: 'TIMED_OUT', summary: `ran longer than ${gate.timeoutSeconds} s and was ended` };
    case 'OUTPUT_LIMIT':
      return { status: 'LIMIT', summary: `printed more than ${gate.outputLimitKb} kB and was ended` };
    case 'MEMORY_LIMIT':
      return { status: 'LIMIT', summary: `used ${end.megabytes} MB of ${gate.memoryLimitMb} MB memory and was ended` };
    case 'NOT_STARTED':
      return { status: 'MISSING', summary: `could not be started: ${plainText(end.why).slice(0, 300)}` };
    case 'STOPPED':
      return { status: 'MISSING', summary: 'was stopped before it ended' };
    case 'SIGNAL':
      return { status: 'FAILED', summary: `was ended by ${end.signal}` };
    case 'EXIT':
      return exited(gate, end.code, told);
    default:
      return assertNever(end);
  }
}

function exited(
  gate: CommandGate,
  code: number,
  told: Report | { why: string } | { none: true },
): Pick<GateResult, 'status' | 'summary'> {
  // 127 and 126 are the shell's own words for a command that it did not find or may not run (POSIX 2.8.2).
  const why = code === 127 ? ' (command not found)' : code === 126 ? ' (command cannot be run)' : '';
  const report = 'looked' in told ? `; ${told.looked}` : 'why' in told ? `; ${told.why}` : '';
  if (code !== 0) return { status: 'FAILED', summary: `exit code ${code}${why}${report}` };
  if ('why' in told) return { status: 'MISSING', summary: `exit code 0, but ${told.why} (${gate.report?.path ?? ''})` };
  const failures = 'findings' in told ? told.findings.filter(({ severity }) => severity === 'error').length : 0;
  if (failures > 0)
    return { status: 'FAILED', summary: `exit code 0, but the report has ${failures} failures${report}` };
  return { status: 'PASSED', summary: `exit code 0${report}` };
}

/** At most 200, errors first. */
const mostSevere = (report: Report) =>
  [...report.findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]).slice(0, 200);
const RANK = { error: 0, warning: 1, note: 2 } as const;
