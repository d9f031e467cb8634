import { InvalidInput } from '../../core/contracts/errors.ts';
import type { PolicyRequest } from '../../core/policy/authorize.ts';
import type { Namespace, SchemaType } from '../../core/policy/schema-json.ts';
import { entityWords, type Domain, type Field, type Point } from './field.ts';
import { entitiesOf, fieldValues } from './field-values.ts';
import type { Literals } from './literals.ts';

/** The domain of every action that a request can be made for, from the schema and what the policies compare with. */
export function domainsOf(schema: Namespace, literals: Literals): readonly Domain[] {
  const world = { schema, literals };
  return Object.entries(schema.actions).flatMap(([action, { appliesTo, memberOf }]) => {
    const { principalTypes = [], resourceTypes = [] } = appliesTo ?? {};
    if (principalTypes.length === 0 || resourceTypes.length === 0) return [];
    const entities = (name: string, types: readonly string[]): Field => ({
      name,
      values: types
        .flatMap((type) => entitiesOf(type, world))
        .map((entity) => ({ words: entityWords(entity), plain: entity.id, cedar: entity })),
    });
    const fields = [entities('principal', principalTypes), entities('resource', resourceTypes)];
    for (const [name, type] of Object.entries(contextOf(schema, appliesTo?.context as SchemaType | undefined))) {
      if (name === 'principal' || name === 'resource')
        throw new InvalidInput(`schema: the context of ${action} has a field "${name}"; expected another name`);
      fields.push({ name, values: fieldValues(name, type, world) });
    }
    return [
      {
        action,
        groups: [
          action,
          ...groupsOf(
            schema,
            (memberOf ?? []).map(({ id }) => id),
          ),
        ],
        fields,
      },
    ];
  });
}

/** Groups of groups as well. */
function groupsOf(schema: Namespace, direct: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const add = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    (schema.actions[id]?.memberOf ?? []).forEach((group) => add(group.id));
  };
  direct.forEach(add);
  return [...seen];
}

function contextOf(schema: Namespace, context: SchemaType | undefined): Readonly<Record<string, SchemaType>> {
  if (context === undefined) return {};
  if (context.type === 'Record') return context.attributes ?? {};
  const name = context.name ?? context.type;
  return contextOf(schema, schema.commonTypes?.[name] as SchemaType | undefined);
}

/** The request that a point stands for; a field that is open takes its first value. */
export function requestAt({ action, fields }: Domain, point: Point): PolicyRequest {
  const sent = fields.map(({ name, values }, i) => [name, values[Math.max(0, point[i] ?? 0)]?.cedar] as const);
  const [principal, resource, ...context] = sent.map(([, cedar]) => cedar);
  const names = fields.slice(2).map(({ name }) => name);
  return {
    principal: principal as PolicyRequest['principal'],
    action,
    resource: resource as PolicyRequest['resource'],
    context: Object.fromEntries(
      names.flatMap((name, i) => (context[i] === undefined ? [] : [[name, context[i]]])),
    ) as PolicyRequest['context'],
  };
}
