import type { ChangedFile } from './changed-file.ts';

const SCRIPT = /\.[cm]?[jt]sx?$/i;
const EXPORT =
  /^\s*(?:export\s+(?:default\b|declare\b|async\b|abstract\b|const\b|let\b|var\b|function\b|class\b|interface\b|type\b|enum\b|namespace\b|[{*=])|(?:module\.)?exports\b[.\s=[])/;
/** Method and path of a route in the common frameworks, and in plain comparisons of a request's path. */
const ROUTE = [
  /\b(?:app|router|server|fastify|api|routes?)\s*\.\s*(get|post|put|patch|delete|head|options|all|use|route)\(\s*['"`](\/[^'"`]*)/i,
  /@(?:\w+\.)?(get|post|put|patch|delete|route|requestmapping|getmapping|postmapping|putmapping|deletemapping|patchmapping)\(\s*[^'"`)]{0,40}['"`](\/?[^'"`]*)/i,
  /\b()(?:pathname|path|url)\s*===?\s*['"`](\/[^'"`]*)/,
  /\bcase\s+['"`]((?:[A-Z]+ )?)(\/[^'"`]*)['"`]\s*:/,
  /\b(HandleFunc|Handle|re_path|path)\(\s*['"](\/?[^'"]*)/,
];
const API_FILE = /(?:^|\/)[^/]*(?:openapi|swagger)[^/]*\.(?:ya?ml|json)$|\.(?:proto|graphqls?|gql|avsc)$/i;
const PROSE = /^\s*(?:["']?(?:description|summary|example|title)["']?\s*:|#|\/\/)/;

/** What a caller may have relied on and will not find any more (002-52), as evidence; null when nothing is seen. */
export function breakingLine(file: ChangedFile): string | null {
  for (const name of [file.oldPath ?? file.path, file.path]) {
    const found = API_FILE.test(name) ? apiChange(file) : SCRIPT.test(name) ? exportChange(file) : null;
    if (found !== null) return found;
  }
  return routeChange(file);
}

function apiChange(file: ChangedFile): string | null {
  const kept = new Set(file.addedLines.map(({ text }) => text.trim()));
  const removed = file.removedLines.find(
    ({ text }) => text.trim() !== '' && !PROSE.test(text) && !kept.has(text.trim()),
  );
  if (removed) return `line ${removed.line} of the interface description removed or changed`;
  const required = file.addedLines.find(
    ({ text }) => /["']?\brequired\b["']?\s*(?::|\s\w)/.test(text) && !PROSE.test(text),
  );
  return required && file.status !== 'ADDED' ? `a requirement added at line ${required.line}` : null;
}

function exportChange(file: ChangedFile): string | null {
  const kept = new Set(file.addedLines.map(({ text }) => text.trim()));
  const removed = file.removedLines.find(({ text }) => EXPORT.test(text) && !kept.has(text.trim()));
  return removed ? `export at old line ${removed.line} removed or changed` : null;
}

function routeChange(file: ChangedFile): string | null {
  const kept = new Set(file.addedLines.map(({ text }) => routeOf(text)));
  const removed = file.removedLines.find(({ text }) => {
    const route = routeOf(text);
    return route !== null && !kept.has(route);
  });
  return removed
    ? `route ${routeOf(removed.text) ?? ''} at old line ${removed.line} removed or changed`.replace('  ', ' ')
    : null;
}

function routeOf(text: string): string | null {
  const found = ROUTE.map((route) => route.exec(text)).find((match) => match !== null);
  return found ? `${(found[1] ?? '').trim().toUpperCase()} ${found[2] ?? ''}`.trim() : null;
}
