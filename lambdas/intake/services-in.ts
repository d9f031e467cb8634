import type { Source } from '../../core/contracts/change-submitted.ts';
import type { Config } from '../../core/contracts/config.ts';

/**
 * The configured services whose code is in a repository. `repository` of a service names it as `github:owner/name`,
 * `https://github.com/owner/name` or `codecommit:name`; a path means the repository of the deployment itself, `own`.
 */
export function servicesIn(config: Config, source: Source, own: Source | null): readonly string[] {
  const wanted = nameOf(source);
  return Object.entries(config.services)
    .filter(([, { repository }]) => {
      const name = hosted(repository);
      return (name === null ? own && nameOf(own) : comparable(name)) === wanted;
    })
    .map(([name]) => name);
}

/** Where the code of a service is; `own` for a path. Null for what no version control of ours has. */
export function sourceOf(repository: string, own: Source): Source | null {
  const name = hosted(repository);
  if (name === null) return own;
  const [, kind, owner = '', repo] = /^(github|codecommit):([\w.-]+)(?:\/([\w.-]+))?$/.exec(name) ?? [];
  if (kind === 'github' && repo !== undefined) return { kind: 'GITHUB', owner, name: repo };
  return kind === 'codecommit' && repo === undefined ? { kind: 'CODECOMMIT', name: owner } : null;
}

/** How a source is written in the config and called in the log. */
export function nameOf(source: Source): string {
  if (source.kind === 'LOCAL') return source.path;
  return source.kind === 'GITHUB' ? comparable(`github:${source.owner}/${source.name}`) : `codecommit:${source.name}`;
}

/** GitHub takes no notice of case, CodeCommit does. */
const comparable = (name: string): string => (name.startsWith('github:') ? name.toLowerCase() : name);

/** Null for a path. */
function hosted(repository: string): string | null {
  const github = /^(?:github:|https:\/\/github\.com\/)([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/i.exec(repository)?.[1];
  if (github !== undefined) return `github:${github}`;
  return /^(?:codecommit|https?|ssh):/i.test(repository) ? repository : null;
}
