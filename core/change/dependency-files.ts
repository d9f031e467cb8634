import type { ChangedFile } from './changed-file.ts';

const LOCK =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|poetry\.lock|uv\.lock|pipfile\.lock|go\.sum|cargo\.lock|gradle\.lockfile|gemfile\.lock|composer\.lock|mix\.lock)$/i;
const MANIFEST =
  /^(?:requirements.*\.(?:txt|in)|constraints.*\.txt|pyproject\.toml|pipfile|setup\.(?:py|cfg)|go\.mod|cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|libs\.versions\.toml|gemfile|.*\.gemspec|composer\.json|.*\.csproj|packages\.config|directory\.packages\.props|mix\.exs|package\.swift|\.gitmodules|\.npmrc|\.yarnrc(?:\.yml)?)$/i;

const baseOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Written by a package manager: its lines are data about packages, never code of this project. */
export const isLockFile = (path: string): boolean => LOCK.test(baseOf(path));

/** Names what code of others comes into the service, or holds it. A package.json is more: see changesDependencies. */
export const isDependencyFile = (path: string): boolean =>
  isLockFile(path) ||
  MANIFEST.test(baseOf(path)) ||
  /(^|\/)requirements\/[^/]+\.(?:txt|in)$/i.test(path) ||
  /(^|\/)(?:vendor|third_party|node_modules)\//i.test(path);

const SECTION = /^[ +-]\s*"(\w+)":\s*[{[](?![^\n]*[}\]])/;
const DEPENDENCY_SECTION =
  /^(?:(?:dev|peer|optional|bundled|bundle)?dependencies|overrides|resolutions|peerDependenciesMeta|packageManager|workspaces)$/i;
/** Plain fields that bring in no code. */
const PLAIN_FIELD = /^[+-]\s*"(?:name|version|description|license|author|homepage|private|main|type|types|module)":/;

/**
 * True when a change to a package.json touches what is installed. The hunk shows in which section a line stands only
 * when the section's head is within its context; otherwise every entry but the plain fields counts, save commands
 * (values with a space that are no version range).
 */
export function changesDependencies(file: ChangedFile): boolean {
  return file.hunks.some((hunk) => {
    let section: string | null = null;
    return hunk.lines.some((line) => {
      section = SECTION.exec(line)?.[1] ?? section;
      const counts =
        /^[+-]/.test(line) && (section === null ? isEntryOfUnknown(line) : DEPENDENCY_SECTION.test(section));
      if (/^[ +-]\s*[}\]],?\s*$/.test(line)) section = null;
      return counts;
    });
  });
}

function isEntryOfUnknown(line: string): boolean {
  if (!/^[+-]\s*"/.test(line) || PLAIN_FIELD.test(line)) return false;
  const value = /^[+-]\s*"[^"]*":\s*"([^"]*)"/.exec(line)?.[1];
  return value === undefined || !/\s/.test(value) || /^[\d<>=~^]/.test(value);
}
