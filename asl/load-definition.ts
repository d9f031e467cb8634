import { checkDefinition } from './check-definition.ts';
import type { Definition } from './definition.ts';
import { DefinitionError, refuse } from './definition-error.ts';
import { isObject } from './json.ts';

const PLACEHOLDER = /\$\{([^}]*)\}/g;

/**
 * A state machine file with its `${Name}` placeholders filled in. Throws a DefinitionError for text that is not JSON, a
 * placeholder without a substitution, a substitution without a placeholder, and whatever `checkDefinition` refuses.
 */
export function loadDefinition(text: string, substitutions: Readonly<Record<string, string>>): Definition {
  const used = new Set<string>();
  const filled = substitute(parsed(text), (name) => {
    used.add(name);
    return Object.hasOwn(substitutions, name)
      ? (substitutions[name] as string)
      : refuse(`\${${name}}`, 'nothing is given for it');
  });
  const unused = Object.keys(substitutions).find((name) => !used.has(name));
  if (unused !== undefined) refuse(`\${${unused}}`, 'is given but stands nowhere in the file');
  return checkDefinition(filled);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DefinitionError(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** In values only, after parsing: what is put in can never change the shape of the definition. */
function substitute(value: unknown, of: (name: string) => string): unknown {
  if (typeof value === 'string') return value.replace(PLACEHOLDER, (_, name: string) => of(name));
  if (Array.isArray(value)) return value.map((member) => substitute(member, of));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, substitute(member, of)]));
}
