import type { Source } from '../../core/contracts/change-submitted.ts';
import type { Config } from '../../core/contracts/config.ts';

/**
 * The configured services whose code is in a repository. `repository` of a service names it as `github:owner/name`,
 * `https://github.com/owner/name` or `codecommit:name`; a path means the repository of the deployment itself, `own`.
 */
export function servicesIn(config: Config, source: Source, own: Source | null): readonly string[] {
  const wanted = nameOf(source);
  return Object.entries(config.services)
    .filter(([, { repository }]) => (hosted(repository) ?? (own === null ? null : nameOf(own))) === wanted)
    .map(([name]) => name);
}

/** How a source is written in the config and called in the log. */
export function nameOf(source: Source): string {
  if (source.kind === 'LOCAL') return source.path;
  // GitHub takes no notice of case, CodeCommit does.
  return source.kind === 'GITHUB' ? `github:${source.owner}/${source.name}`.toLowerCase() : `codecommit:${source.name}`;
}

/** Null for a path. */
function hosted(repository: string): string | null {
  const github = /^(?:github:|https:\/\/github\.com\/)([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/i.exec(repository)?.[1];
  if (github !== undefined) return `github:${github}`.toLowerCase();
  return /^(?:codecommit|https?|ssh):/i.test(repository) ? repository : null;
}
