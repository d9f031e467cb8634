import { InvalidArgumentError, type Command } from 'commander';

/** Instants in ms since 1970: from (inclusive) and to (exclusive). */
export type Span = { readonly from: number; readonly to: number };
type Options = { readonly from?: number; readonly to?: number };

/** The options --from and --to of a command that looks at the releases of some time. */
export function withSpan(command: Command): Command {
  return command
    .option('--from <when>', 'releases opened at or after this day or instant (UTC)', instant)
    .option('--to <when>', 'releases opened before it', instant);
}

export function spanOf({ from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }: Options): Span {
  return { from, to };
}

export const isIn = ({ from, to }: Span, at: string): boolean => Date.parse(at) >= from && Date.parse(at) < to;

function instant(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new InvalidArgumentError('expected a day, 2026-01-31, or an instant, 2026-01-31T08:00:00Z');
  return at;
}
