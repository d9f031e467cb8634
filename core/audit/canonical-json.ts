import { InvalidInput } from '../contracts/errors.ts';

/** Deep enough for every record, shallow enough that no input from outside can exhaust the stack. */
const DEPTH_MAX = 100;

/**
 * The one way to write a JSON value, by RFC 8785 (JCS): no white space, keys sorted by UTF-16 code units, numbers and
 * strings as ECMAScript writes them. Equal values give equal bytes, so a hash over the text is a hash over the value.
 * @param name what the value is called in an error, "payload" for example
 * @param depthMax how many arrays and objects may lie within each other; a bare string or number has depth 0
 * @throws InvalidInput naming the place, for what JSON cannot say: undefined, a number that is not finite, a lone
 *   surrogate, an instance of a class; and for a value that is too deep
 */
export function canonicalJson(value: unknown, name = 'value', depthMax = DEPTH_MAX): string {
  const write = (part: unknown, path: string, depth: number): string => {
    if (part === null || typeof part === 'boolean') return String(part);
    if (typeof part === 'number') {
      if (!Number.isFinite(part)) throw refused(path, String(part), 'a finite number');
      return JSON.stringify(part);
    }
    if (typeof part === 'string') return text(part, path);
    if (typeof part !== 'object') throw refused(path, typeof part, 'a JSON value');
    if (depth >= depthMax) throw new InvalidInput(`${name}: nested too deep; expected at most ${depthMax} levels`);
    if (Array.isArray(part)) return `[${Array.from(part, (v, i) => write(v, `${path}[${i}]`, depth + 1)).join(',')}]`;
    if (!isPlain(part)) throw refused(path, 'an instance of a class', 'a JSON value');
    const members = Object.keys(part)
      .sort()
      .map((key) => {
        const inside = `${path}.${shown(key)}`;
        return `${text(key, inside)}:${write((part as Record<string, unknown>)[key], inside, depth + 1)}`;
      });
    return `{${members.join(',')}}`;
  };
  return write(value, name, 0);
}

function text(value: string, path: string): string {
  if (!value.isWellFormed()) throw refused(path, 'text with a lone surrogate', 'well-formed Unicode');
  return JSON.stringify(value);
}

/** True for `{}` of any realm and for objects without a prototype. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function shown(key: string): string {
  return /^\w{1,60}$/.test(key) ? key : `${JSON.stringify(key.slice(0, 60))}`;
}

function refused(path: string, found: string, expected: string): InvalidInput {
  return new InvalidInput(`${path.slice(0, 300)}: found ${found}; expected ${expected}`);
}
