import type { PolicyJson } from '../../core/policy/read-policies.ts';

type Condition = Omit<PolicyJson, 'effect'>;
/**
 * What of a policy Cedar is asked about as one piece: its scope, or a condition without `&&`, `||`, `!` and `if`.
 * `reads` are the fields that it can depend on; `readsAction` whether it depends on the action as well.
 */
export type Atom = {
  readonly key: string;
  readonly condition: Condition;
  readonly reads: readonly string[];
  readonly readsAction: boolean;
};
export type Formula =
  | { readonly kind: 'atom'; readonly atom: Atom }
  | { readonly kind: 'not'; readonly arg: Formula }
  | { readonly kind: 'and' | 'or'; readonly left: Formula; readonly right: Formula }
  | { readonly kind: 'if'; readonly test: Formula; readonly then: Formula; readonly otherwise: Formula };

type Expr = PolicyJson['conditions'][number]['body'];
const ANY = { op: 'All' } as const;
/** Stands for every field of the context. */
export const WHOLE_CONTEXT = 'context';

/** When a policy is satisfied, as Cedar defines it: its scope, then each condition in order. */
export function formulaOf({ principal, action, resource, conditions }: PolicyJson): Formula {
  const scope: Formula = {
    kind: 'atom',
    atom: atomOf(
      { principal, action, resource, conditions: [] },
      [principal.op === 'All' ? [] : ['principal'], resource.op === 'All' ? [] : ['resource']].flat(),
      action.op !== 'All',
    ),
  };
  return conditions.reduce<Formula>((left, { kind, body }) => {
    const inner = expression(body);
    return { kind: 'and', left, right: kind === 'when' ? inner : { kind: 'not', arg: inner } };
  }, scope);
}

/** Each atom of a formula. */
export function atomsOf(formula: Formula): readonly Atom[] {
  switch (formula.kind) {
    case 'atom':
      return [formula.atom];
    case 'not':
      return atomsOf(formula.arg);
    case 'and':
    case 'or':
      return [...atomsOf(formula.left), ...atomsOf(formula.right)];
    case 'if':
      return [formula.test, formula.then, formula.otherwise].flatMap(atomsOf);
  }
}

type Two = { readonly left: Expr; readonly right: Expr };
/** The operators that Cedar's own types do not tell apart from calls of extension functions. */
type Operators = Partial<{
  readonly '&&': Two;
  readonly '||': Two;
  readonly '!': { readonly arg: Expr };
  readonly 'if-then-else': { readonly if: Expr; readonly then: Expr; readonly else: Expr };
}>;

function expression(expr: Expr): Formula {
  const { '&&': both, '||': either, '!': negated, 'if-then-else': choice } = expr as Operators;
  if (both) return { kind: 'and', left: expression(both.left), right: expression(both.right) };
  if (either) return { kind: 'or', left: expression(either.left), right: expression(either.right) };
  if (negated) return { kind: 'not', arg: expression(negated.arg) };
  if (choice)
    return {
      kind: 'if',
      test: expression(choice.if),
      then: expression(choice.then),
      otherwise: expression(choice.else),
    };
  const reads = new Set<string>();
  walk(expr, (name) => reads.add(name));
  const readsAction = reads.delete('action');
  const condition: Condition = {
    principal: ANY,
    action: ANY,
    resource: ANY,
    conditions: [{ kind: 'when', body: expr }],
  };
  return { kind: 'atom', atom: atomOf(condition, [...reads].sort(), readsAction) };
}

const atomOf = (condition: Condition, reads: readonly string[], readsAction: boolean): Atom => ({
  key: JSON.stringify(condition),
  condition,
  reads,
  readsAction,
});

/** Names what an expression reads; a context that is not looked into by name counts as all of it. */
function walk(node: unknown, read: (name: string) => void): void {
  if (Array.isArray(node)) return node.forEach((inner) => walk(inner, read));
  if (typeof node !== 'object' || node === null) return;
  const { Var, '.': dot, has, Value } = node as Record<string, unknown>;
  if (Value !== undefined) return;
  if (typeof Var === 'string') return read(Var === 'context' ? WHOLE_CONTEXT : Var);
  const look = (dot ?? has) as { left: { Var?: string }; attr: string | readonly string[] } | undefined;
  if (look?.left.Var === 'context') return read(typeof look.attr === 'string' ? look.attr : (look.attr[0] ?? ''));
  for (const inner of Object.values(node)) walk(inner, read);
}
