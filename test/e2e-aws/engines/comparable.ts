import type { Way } from './scenario.ts';

/**
 * The way without what may differ: the text of a fault that an engine words itself, and the JSON that Lambda puts around a
 * function's own message.
 */
export function comparable(way: Way): Way {
  const { error, cause } = way;
  if (error === null || cause === null) return way;
  return { ...way, cause: error.startsWith('States.') ? null : messageIn(cause) };
}

function messageIn(cause: string): string {
  try {
    const told = JSON.parse(cause) as { errorMessage?: unknown } | null;
    return typeof told?.errorMessage === 'string' ? told.errorMessage : cause;
  } catch {
    return cause;
  }
}
