/** What an item's attribute holds. */
export type Value = null | boolean | number | string | readonly Value[];

/**
 * A condition expression in the part of the language that the adapters use: attribute_not_exists, =, <, >, AND, OR and
 * parentheses. As in DynamoDB a comparison with an attribute that is not there is false.
 */
export function evaluate(
  expression: string,
  item: Readonly<Record<string, Value>> | undefined,
  values: Readonly<Record<string, Value>>,
): boolean {
  const tokens = expression.match(/attribute_not_exists\(\w+\)|[()=<>]|:?\w+/g) ?? [];
  let at = 0;
  const next = () => tokens[at++] ?? '';
  const either = (): boolean => {
    let result = both();
    while (tokens[at] === 'OR') {
      at += 1;
      const right = both();
      result = result || right;
    }
    return result;
  };
  const both = (): boolean => {
    let result = single();
    while (tokens[at] === 'AND') {
      at += 1;
      const right = single();
      result = result && right;
    }
    return result;
  };
  const single = (): boolean => {
    const token = next();
    if (token === '(') {
      const inner = either();
      at += 1;
      return inner;
    }
    const absent = /^attribute_not_exists\((\w+)\)$/.exec(token);
    if (absent) return item?.[absent[1]!] === undefined;
    const [operator, name] = [next(), next()];
    const [left, right] = [item?.[token], values[name]];
    if (right === undefined) throw new Error(`no value for ${name} in ${expression}`);
    if (left === undefined) return false;
    if (operator === '=') return left === right;
    if (left === null || right === null) return false;
    return operator === '<' ? left < right : left > right;
  };
  const result = either();
  if (at !== tokens.length) throw new Error(`cannot read ${expression}`);
  return result;
}
