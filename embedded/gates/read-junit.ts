import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { decodeXml } from './decode-xml.ts';
import { withinCheckout } from './report.ts';
import type { Report, ReportFinding } from './report.ts';

/** An element as the parser gives it in document order: its name maps to its children, `:@` to its attributes. */
type Node = Record<string, unknown>;

/**
 * Reads a JUnit report. Throws with words for people when it is no whole report or no test was run. Declarations of
 * types and entities are refused before anything is parsed.
 */
export function readJunit(text: string, checkout: string): Report {
  // Whatever stands in comments and CDATA declares nothing.
  const bare = text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, '');
  if (/<!(?:DOCTYPE|ENTITY)/i.test(bare)) throw new Error('the report declares a document type or entities');
  if (XMLValidator.validate(text) !== true) throw new Error('the report is not well-formed XML');
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    processEntities: false,
    parseTagValue: false,
    parseAttributeValue: false,
    maxNestedTags: 100,
  });
  const roots = (parser.parse(text) as Node[]).filter((node) => /^testsuites?$/.test(nameOf(node)));
  if (roots.length !== 1) throw new Error('the report has no element testsuites or testsuite');
  const seen = { run: 0, skipped: 0, findings: [] as ReportFinding[] };
  for (const root of roots) visit(root, '', checkout, seen);
  if (seen.run === 0) throw new Error(`no test was run (${seen.skipped} skipped)`);
  return { looked: `${seen.run} tests run, ${seen.skipped} skipped`, findings: seen.findings };
}

function visit(
  node: Node,
  suite: string,
  checkout: string,
  seen: { run: number; skipped: number; findings: ReportFinding[] },
): void {
  const children = childrenOf(node);
  if (nameOf(node) === 'testcase') {
    const bad = children.filter((child) => /^(?:failure|error)$/.test(nameOf(child)));
    if (bad.length === 0 && children.some((child) => nameOf(child) === 'skipped')) seen.skipped++;
    else seen.run++;
    for (const failure of bad) seen.findings.push(findingOf(node, failure, suite, checkout));
    return;
  }
  const name = attribute(node, 'name') || suite;
  const before = seen.findings.length;
  for (const child of children)
    if (/^(?:testsuite|testcase)$/.test(nameOf(child))) visit(child, name, checkout, seen);
    // A suite that broke before its tests, as pytest and Surefire report it.
    else if (/^(?:failure|error)$/.test(nameOf(child))) seen.findings.push(findingOf(node, child, suite, checkout));
  const told = Number(attribute(node, 'failures') || 0) + Number(attribute(node, 'errors') || 0);
  if (!(told <= seen.findings.length - before) && seen.findings.length === before)
    seen.findings.push({
      severity: 'error',
      rule: name || 'testsuite',
      message: `the suite tells of ${told} failures and names none`,
    });
}

function findingOf(test: Node, failure: Node, suite: string, checkout: string): ReportFinding {
  const text = childrenOf(failure)
    .map((child) => decodeXml(String(child['#text'] ?? '')))
    .join('');
  const title = [attribute(test, 'classname') || suite, attribute(test, 'name')]
    .filter((part) => part !== '')
    .join(' > ');
  const message = [attribute(failure, 'message'), text].filter((part) => part.trim() !== '').join('\n');
  return {
    severity: 'error',
    rule: title || nameOf(failure),
    message: message || attribute(failure, 'type') || nameOf(failure),
    ...placeOf(test, message, checkout),
  };
}

/** File and line: of the test case if it names them, else of the first line of the stack within the checkout. */
function placeOf(test: Node, message: string, checkout: string): Pick<ReportFinding, 'file' | 'line'> {
  const named = withinCheckout(attribute(test, 'file'), checkout);
  for (const [, path = '', line = ''] of message
    .slice(0, 20_000)
    .matchAll(/([^\s()'"]{1,300}?):(\d{1,7})(?::\d{1,7})?(?![\w:])/g)) {
    const file = path.includes(checkout) || path.startsWith('file:') ? withinCheckout(path, checkout) : null;
    if (file !== null && (named === null || named === file) && Number(line) > 0) return { file, line: Number(line) };
  }
  const line = Number(attribute(test, 'line'));
  return named === null ? {} : { file: named, ...(Number.isSafeInteger(line) && line > 0 ? { line } : {}) };
}

const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ':@') ?? '';
const childrenOf = (node: Node): Node[] => {
  const children = node[nameOf(node)];
  return Array.isArray(children) ? (children as Node[]) : [];
};
const attribute = (node: Node, name: string): string =>
  decodeXml(String((node[':@'] as Record<string, unknown> | undefined)?.[name] ?? ''));
