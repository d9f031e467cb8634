import type { PolicyJson } from '../../core/policy/read-policies.ts';
import type { Namespace } from '../../core/policy/schema-json.ts';
import type { PlainPolicy } from './policy-set.ts';

/** One mistake that somebody could make in a file of policies; `policy` is null where it is left out altogether. */
export type Mutant = { readonly of: string; readonly what: string; readonly policy: PlainPolicy | null };
type Named = PlainPolicy & { readonly id: string };
/** A changed copy of a part of a policy, and what was changed. */
type Change = { readonly what: string; readonly node: unknown };

/**
 * Every policy left out, its effect turned round, each of its conditions left out or turned round, each operator, number
 * and name in it replaced by its neighbour, and its action by the wider and the narrower one.
 */
export function mutantsOf(policies: readonly Named[], schema: Namespace): readonly Mutant[] {
  return policies.flatMap((policy) => {
    const { id, effect, json } = policy;
    const other = effect === 'permit' ? 'forbid' : 'permit';
    const changed = (what: string, next: PolicyJson): Mutant => ({ of: id, what, policy: { effect, json: next } });
    return [
      { of: id, what: 'left out', policy: null },
      { of: id, what: `${effect} becomes ${other}`, policy: { effect: other, json: { ...json, effect: other } } },
      ...json.conditions.flatMap((clause, i) => {
        const put = (next: PolicyJson['conditions']): PolicyJson => ({
          ...json,
          conditions: [...json.conditions.slice(0, i), ...next, ...json.conditions.slice(i + 1)],
        });
        const turned = clause.kind === 'when' ? 'unless' : 'when';
        return [
          changed(`${clause.kind} left out`, put([])),
          changed(`${clause.kind} becomes ${turned}`, put([{ ...clause, kind: turned }])),
          ...within(clause.body, schema).map(({ what, node }) =>
            changed(what, put([{ ...clause, body: node as typeof clause.body }])),
          ),
        ];
      }),
      ...scopes(json).map((action) => changed(`for ${JSON.stringify(action)}`, { ...json, action })),
    ];
  });
}

const SWAPPED: Readonly<Record<string, string>> = {
  ...{ '&&': '||', '||': '&&', '==': '!=', '!=': '==' },
  ...{ '<': '<=', '<=': '<', '>': '>=', '>=': '>' },
};

/** Each single change inside an expression. */
function within(node: unknown, schema: Namespace): readonly Change[] {
  if (typeof node === 'number') return [-1, 1].map((by) => ({ what: `${node} becomes ${node + by}`, node: node + by }));
  if (Array.isArray(node))
    return node.flatMap((inner: unknown, i) =>
      within(inner, schema).map((change) => ({ ...change, node: node.with(i, change.node) })),
    );
  if (typeof node !== 'object' || node === null) return [];
  const { type, id } = node as { type?: string; id?: string };
  if (type !== undefined && id !== undefined) return neighbours(type, id, schema);
  return Object.entries(node).flatMap(([key, inner]) => [
    ...(SWAPPED[key] === undefined
      ? []
      : [{ what: `${key} becomes ${SWAPPED[key]}`, node: { [SWAPPED[key]]: inner as unknown } }]),
    ...(key === '!' ? [{ what: '! left out', node: (inner as { arg: unknown }).arg }] : []),
    ...(key === '.' ? [{ what: `not ${(inner as { attr: string }).attr}`, node: { '!': { arg: node } } }] : []).filter(
      () => isBool(inner, schema),
    ),
    ...within(inner, schema).map(({ what, node: next }) => ({ what, node: { ...node, [key]: next } })),
  ]);
}

/** The next member of the same closed list. */
function neighbours(type: string, id: string, schema: Namespace): readonly Change[] {
  const { enum: members = [] } = (schema.entityTypes[type] ?? {}) as { enum?: readonly string[] };
  const next = members[(members.indexOf(id) + 1) % members.length];
  return next === undefined ? [] : [{ what: `${id} becomes ${next}`, node: { type, id: next } }];
}

function isBool(look: unknown, { commonTypes = {}, actions }: Namespace): boolean {
  const { attr } = look as { attr: string };
  const records = [...Object.values(commonTypes), ...Object.values(actions).map(({ appliesTo }) => appliesTo?.context)];
  return records.some((record) => {
    const { attributes = {} } = (record ?? {}) as { attributes?: Record<string, { type: string; name?: string }> };
    return attributes[attr]?.name === 'Bool';
  });
}

function scopes({ action }: PolicyJson): readonly PolicyJson['action'][] {
  const groups = ['proceed', 'proceedUnasked'].map((id) => ({ op: 'in' as const, entity: { type: 'Action', id } }));
  const ways = ['proceedWithPerson', 'proceedWithCancelWindow', 'proceedWithoutPerson', 'approve'].map((id) => ({
    op: '==' as const,
    entity: { type: 'Action', id },
  }));
  return [{ op: 'All' as const }, ...groups, ...ways].filter(
    (other) => JSON.stringify(other) !== JSON.stringify(action),
  );
}
