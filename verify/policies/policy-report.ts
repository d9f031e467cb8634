import { Terminal } from '../../core/contracts/errors.ts';
import { authorize } from '../../core/policy/authorize.ts';
import { checkLimits, type LimitResult, type Widening } from './check-limits.ts';
import { createProver, type Prover } from './create-prover.ts';
import { requestAt } from './domains-of.ts';
import { LIMITS } from './limits.ts';

/** One limit and the smallest request that breaks it: only the fields that matter, and the policies that permitted it. */
export type LimitReport = {
  readonly id: string;
  readonly limit: string;
  /** How many requests the limit rules out; every one of them was decided. */
  readonly points: number;
  readonly broken: null | {
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly permittedBy: readonly { readonly id: string; readonly file: string }[];
  };
};
export type PolicyReport = { readonly policies: number; readonly limits: readonly LimitReport[] };

/**
 * Checks policy files against every hard limit over all that they can be asked. Throws InvalidInput for files that are
 * not valid. A counter-example is put to the engine itself before it is told.
 */
export function policyReport(files: Readonly<Record<string, string>>): PolicyReport {
  const prover = createProver(files);
  const { policies, domains, tables } = prover;
  const limits = checkLimits(LIMITS, policies, domains, tables);
  return { policies: policies.length, limits: limits.map((result) => reportOf(result, prover)) };
}

function reportOf({ limit, points, widening }: LimitResult, prover: Prover): LimitReport {
  const broken = widening === null ? null : counterExample(widening, prover);
  return { id: limit.id, limit: limit.words, points, broken };
}

function counterExample({ domain, point, decisive }: Widening, { compiled }: Prover): LimitReport['broken'] {
  const answer = authorize(compiled, requestAt(domain, point));
  if (!answer.allowed)
    throw new Terminal(
      `the proof says that ${domain.action} is allowed and Cedar denies it: ${answer.reasons.join(' ')}`,
    );
  const fields = decisive
    .map((i) => domain.fields[i]!)
    .map((field, n) => [field.name, wordsAt(field, point[decisive[n]!]!)]);
  return {
    action: domain.action,
    fields: Object.fromEntries(fields) as Record<string, string>,
    permittedBy: answer.policies.map((id) => ({ id, file: compiled.policies.get(id)?.file ?? '' })),
  };
}

const wordsAt = ({ values }: { readonly values: readonly { readonly words: string }[] }, value: number): string =>
  values[value]?.words ?? '';

/** The counter-example of a broken limit, as lines. */
export function brokenLines({ broken }: LimitReport): readonly string[] {
  if (broken === null) return [];
  const fields = Object.entries(broken.fields).map(([name, words]) => `${name} = ${words}`);
  return [
    `${broken.action} is allowed with ${fields.join(', ')}`,
    `permitted by ${broken.permittedBy.map(({ id, file }) => `${id} (${file})`).join(', ')}`,
  ];
}
