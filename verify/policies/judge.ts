import type { Table } from './create-tables.ts';
import type { Domain, Point } from './field.ts';
import type { Formula } from './formula.ts';
import { ERROR, FALSE, OPEN, TRUE, type Truth } from './truth.ts';

/** What is known of something at a point, whose fields may be open. Never takes back what it said when more is known. */
export type Judge = (point: Point) => Truth;
type Compiled = { readonly judge: Judge; readonly mayFail: boolean };

/**
 * A formula over its tables by Cedar's definition: from the left, the right side only when the left one does not decide,
 * an error ends it. While the left side is open the right one may already decide, unless the left could be an error.
 */
export function judgeOf(formula: Formula, domain: Domain, tables: ReadonlyMap<string, Table>): Judge {
  return compile(formula, domain, tables).judge;
}

function compile(formula: Formula, domain: Domain, tables: ReadonlyMap<string, Table>): Compiled {
  const inner = (part: Formula) => compile(part, domain, tables);
  switch (formula.kind) {
    case 'atom':
      return lookUp(tables.get(formula.atom.key)!, domain);
    case 'not': {
      const { judge, mayFail } = inner(formula.arg);
      return { judge: (point) => opposite(judge(point)), mayFail };
    }
    case 'and':
      return shortCircuit(FALSE, inner(formula.left), inner(formula.right));
    case 'or':
      return shortCircuit(TRUE, inner(formula.left), inner(formula.right));
    case 'if': {
      const [test, then, otherwise] = [formula.test, formula.then, formula.otherwise].map(inner) as [
        Compiled,
        Compiled,
        Compiled,
      ];
      const judge: Judge = (point) => {
        const tested = test.judge(point);
        return tested === TRUE ? then.judge(point) : tested === FALSE ? otherwise.judge(point) : tested;
      };
      return { judge, mayFail: test.mayFail || then.mayFail || otherwise.mayFail };
    }
  }
}

const opposite = (truth: Truth): Truth => (truth === TRUE ? FALSE : truth === FALSE ? TRUE : truth);

/** `decides` is the value of either side that decides the whole. */
function shortCircuit(decides: typeof TRUE | typeof FALSE, left: Compiled, right: Compiled): Compiled {
  const goesOn = opposite(decides);
  const judge: Judge = (point) => {
    const first = left.judge(point);
    if (first === goesOn) return right.judge(point);
    if (first === OPEN && !left.mayFail && right.judge(point) === decides) return decides;
    return first;
  };
  return { judge, mayFail: left.mayFail || right.mayFail };
}

function lookUp({ reads, truths }: Table, { fields }: Domain): Compiled {
  const radix = reads.map((i) => fields[i]!.values.length);
  const judge: Judge = (point) => {
    let index = 0;
    for (let i = 0; i < reads.length; i++) {
      const value = point[reads[i]!]!;
      if (value < 0) return OPEN;
      index = index * radix[i]! + value;
    }
    return truths[index] as Truth;
  };
  return { judge, mayFail: truths.includes(ERROR) };
}
