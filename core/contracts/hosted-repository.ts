import type { Source } from './change-submitted.ts';

export type HostedSource = Exclude<Source, { readonly kind: 'LOCAL' }>;

/**
 * What `repository` of a service means: a hosted repository as `github:owner/name`, `https://github.com/owner/name` or
 * `codecommit:name`; ELSEWHERE for an address that Interlock knows no way to; PATH for a folder of this machine.
 */
export function hostedRepository(repository: string): HostedSource | 'ELSEWHERE' | 'PATH' {
  const gitHub = /^(?:github:|https:\/\/github\.com\/)([\w.-]{1,100})\/([\w.-]{1,100}?)(?:\.git)?\/?$/i.exec(
    repository,
  );
  if (gitHub?.[1] !== undefined && gitHub[2] !== undefined)
    return { kind: 'GITHUB', owner: gitHub[1], name: gitHub[2] };
  const codeCommit = /^codecommit:([\w.-]{1,100})$/.exec(repository);
  if (codeCommit?.[1] !== undefined) return { kind: 'CODECOMMIT', name: codeCommit[1] };
  return /^(?:[a-z][a-z0-9+.-]+:|[\w.-]+@[\w.-]+:)/i.test(repository) ? 'ELSEWHERE' : 'PATH';
}

/** How a source is written in the config and called in the log. */
export function nameOf(source: Source): string {
  if (source.kind === 'LOCAL') return source.path;
  // GitHub takes no notice of case, CodeCommit does.
  return source.kind === 'GITHUB' ? `github:${source.owner}/${source.name}`.toLowerCase() : `codecommit:${source.name}`;
}
