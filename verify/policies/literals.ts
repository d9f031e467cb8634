import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Entity } from '../../core/policy/authorize.ts';

/** What policies compare with: the values at which an answer may change. */
export type Literals = {
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
  readonly entities: readonly Entity[];
};

/**
 * Every literal anywhere in policies as JSON, each once. Throws InvalidInput for a number that JSON cannot hold exactly:
 * what would be looked at is another number.
 */
export function literalsOf(policies: readonly unknown[]): Literals {
  const numbers = new Set<number>();
  const texts = new Set<string>();
  const entities = new Map<string, Entity>();
  const walk = (node: unknown): void => {
    if (typeof node === 'number') numbers.add(exact(node));
    else if (typeof node === 'string') texts.add(node);
    else if (Array.isArray(node)) node.forEach(walk);
    else if (typeof node === 'object' && node !== null) {
      const entity = entityIn(node);
      if (entity) entities.set(JSON.stringify(entity), entity);
      for (const [key, inner] of Object.entries(node)) if (key !== 'annotations') walk(inner);
    }
  };
  policies.forEach(walk);
  return { numbers: [...numbers].sort((a, b) => a - b), texts: [...texts].sort(), entities: [...entities.values()] };
}

function exact(number: number): number {
  if (Number.isSafeInteger(number)) return number;
  throw new InvalidInput(
    `policies: found a number near ${number}; expected at most ${Number.MAX_SAFE_INTEGER}, which the proofs can look at`,
  );
}

/** Entities stand as `{type, id}` in the scope of a policy and below `__entity` in its conditions. */
function entityIn(node: object): Entity | null {
  const { type, id } = node as Partial<Entity>;
  return typeof type === 'string' && typeof id === 'string' ? { type, id } : null;
}
