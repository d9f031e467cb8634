import type { z } from 'zod';

/**
 * One line for each wrong field: its path, what was found there and what was expected. `input` is the parsed file, from
 * which the found values are read; long values are cut.
 */
export function configProblems(error: z.ZodError, input: unknown): string[] {
  return error.issues.flatMap((issue) => describe(issue, input));
}

function describe(issue: z.core.$ZodIssue, input: unknown): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${join([...issue.path, key])}: unknown key; expected one of the documented keys`);
  if (issue.code === 'invalid_union') {
    const closest = [...issue.errors].sort((a, b) => a.length - b.length)[0];
    if (closest) return closest.flatMap((inner) => describe({ ...inner, path: [...issue.path, ...inner.path] }, input));
  }
  return [`${join(issue.path)}: found ${shown(valueAt(input, issue.path))}; ${issue.message}`];
}

function join(path: readonly PropertyKey[]): string {
  return path.length === 0
    ? '(file)'
    : path
        .map((p) => (typeof p === 'number' ? `[${p}]` : `.${String(p)}`))
        .join('')
        .replace(/^\./, '');
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
