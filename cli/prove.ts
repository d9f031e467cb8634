import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { InvalidInput } from '../core/contracts/errors.ts';
import { interlockSpec } from '../verify/dominance/interlock-spec.ts';
import { namedSpec, SpecError, type Names } from '../verify/dominance/named-spec.ts';
import { proveDominance, type Finding } from '../verify/dominance/prove-dominance.ts';
import type { AslMachine, Machines } from '../verify/graph/machine.ts';
import { MachineError, parseMachine } from '../verify/graph/parse-machine.ts';
import { loadShipped } from '../verify/load-shipped.ts';
import { examples } from './examples.ts';
import { EXIT } from './exit-codes.ts';
import { json, line, safe } from './print.ts';

type Options = {
  readonly definition?: string;
  readonly nested: readonly string[];
  readonly production: readonly string[];
  readonly guard: readonly string[];
  readonly close?: string;
  readonly json?: true;
};
const collect = (value: string, before: readonly string[]) => [...before, value];

export function registerProve(program: Command): void {
  program
    .command('prove')
    .description('prove that no path of a state machine reaches production without its guards; needs no home')
    .option('--definition <file>', 'a state machine as JSON (default: the one that Interlock ships)')
    .option(
      '--nested <file>',
      'NAME=FILE: a machine that it starts and waits for, by its name in the definition',
      collect,
      [],
    )
    .option('--production <state>', 'a state that only guarded paths may reach', collect, [])
    .option('--guard <guard>', 'CHOICE=WORD, TASK>CHOICE=WORD (only this task answers) or a STATE', collect, [])
    .option('--close <state>', 'the state in which every path has to end')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Without --production and --guard the states are Interlock's own. A state of a nested machine is TASK/STATE. What is read
of a Choice is a rule for one word: JSONata "$states.input.next = 'WORD'", or JSONPath StringEquals. Exit code 1 when
something is broken; the shortest path that breaks it is printed a state a line.
${examples({
  'interlock prove': 'the shipped machines, guard by guard',
  'interlock prove --definition my.asl.json --production Deploy --guard "Approved=YES" --close Cleanup': 'your own',
})}`,
    )
    .action((options: Options) => {
      const findings = prove(options);
      if (options.json) json(findings);
      else findings.forEach(show);
      if (findings.some(({ violation }) => violation !== null)) process.exitCode = EXIT.NO;
    });
}

function prove(options: Options): readonly Finding[] {
  const { production, guard: guards, close = null } = options;
  if ((production.length === 0) !== (guards.length === 0))
    throw new InvalidInput('--production and --guard: expected both or neither');
  if (production.length === 0 && close !== null)
    throw new InvalidInput('--close: expected only together with --production and --guard');
  const names: Names = { production, guards, close };
  try {
    return proveDominance(machinesOf(options), (graph) =>
      production.length === 0 ? interlockSpec(graph) : namedSpec(graph, names),
    );
  } catch (error) {
    if (error instanceof SpecError) throw new InvalidInput(error.message, { cause: error });
    throw error;
  }
}

function machinesOf({ definition, nested, production }: Options): Machines {
  const shipped = loadShipped();
  const given = nested.map((text): [string, AslMachine] => {
    const at = text.indexOf('=');
    if (at < 1) throw new InvalidInput(`--nested: ${text}, expected NAME=FILE`);
    return [text.slice(0, at), readMachine(text.slice(at + 1), '--nested')];
  });
  return {
    main: definition === undefined ? shipped.main : readMachine(definition, '--definition'),
    nested: { ...(production.length === 0 ? shipped.nested : {}), ...Object.fromEntries(given) },
  };
}

function readMachine(file: string, option: string): AslMachine {
  try {
    return parseMachine(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof MachineError ? error.message : (error as NodeJS.ErrnoException).code;
    throw new InvalidInput(`${option}: ${file}: ${why ?? 'cannot be read'}`, { cause: error });
  }
}

function show({ subject, explored, unit, violation }: Finding): void {
  line(safe(`${violation === null ? 'holds ' : 'BROKEN'}  ${subject.padEnd(44)} ${explored} ${unit}`));
  for (const state of violation ?? []) line(safe(`          ${state}`));
}
