import type { Entity } from '../../core/policy/authorize.ts';

/** What policies compare with: the values at which an answer may change. */
export type Literals = {
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
  readonly entities: readonly Entity[];
};

/** Every literal anywhere in policies as JSON, each once. Signs are left to the caller: Cedar writes -5 as a value. */
export function literalsOf(policies: readonly unknown[]): Literals {
  const numbers = new Set<number>();
  const texts = new Set<string>();
  const entities = new Map<string, Entity>();
  const walk = (node: unknown): void => {
    if (typeof node === 'number') numbers.add(node);
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

/** Entities stand as `{type, id}` in the scope of a policy and below `__entity` in its conditions. */
function entityIn(node: object): Entity | null {
  const { type, id } = node as Partial<Entity>;
  return typeof type === 'string' && typeof id === 'string' ? { type, id } : null;
}
