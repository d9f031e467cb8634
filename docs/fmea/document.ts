import type { Control } from './control.ts';
import { controls, type ControlName } from './controls.ts';
import { failures } from './failures.ts';

/** The failure modes and what stands against each, as Markdown. */
export function fmeaDocument(): string {
  const names = Object.keys(controls) as ControlName[];
  const number = (name: ControlName) => `[C${names.indexOf(name) + 1}](#controls)`;
  return [
    '# Failure modes',
    '',
    'Made from the list in `docs/fmea/` (`npm run docs`). A test looks up every file, name, test and policy that it names.',
    'The first five rows and their residual risk are those of the source document (000-39 to 000-43); the others are our own.',
    '',
    '| Failure | Harm | Controls | Residual | What is left |',
    '|---|---|---|---|---|',
    ...failures.map(
      (f) =>
        `| ${f.failure}${f.from === null ? '' : ` (${f.from})`} | ${f.harm} | ${f.controls.map(number).join(' ')} | ${f.residual} | ${f.left} |`,
    ),
    '',
    '## Controls',
    '',
    '| | Control | Where | Proved by | Policies |',
    '|---|---|---|---|---|',
    ...names.map((name, i) => row(i + 1, controls[name])),
    '',
  ].join('\n');
}

function row(n: number, { what, source, proof, policies = [] }: Control): string {
  const link = (file: string, text: string) => `[${text}](../${file})`;
  return `| C${n} | ${what} | ${link(source[0], source[1])} | ${link(proof[0], proof[0].replace(/^test\//, ''))} | ${policies.map((id) => `\`${id}\``).join(' ')} |`;
}
