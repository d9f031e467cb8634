/** A pull request of GitHub's webhook, as far as it is needed. Texts are bounded and without control characters. */
export type PullRequestDelivery = {
  readonly owner: string;
  readonly name: string;
  readonly number: number;
  readonly base: string;
  readonly head: string;
  readonly title: string;
  readonly description: string;
  /** Whose work it is, as GitHub authenticated them: see `submitterOf`. */
  readonly by: { readonly login: string; readonly bot: boolean };
  /** When GitHub saw the push, ISO 8601 in UTC with milliseconds: orders the heads of one change. */
  readonly at: string;
};
export type ReadDelivery =
  | { readonly kind: 'PULL_REQUEST'; readonly delivery: PullRequestDelivery }
  | { readonly kind: 'IGNORED' | 'REFUSED' | 'MALFORMED'; readonly why: string };

type Json = Readonly<Record<string, unknown>>;

const ACTIONS = ['opened', 'synchronize', 'reopened', 'ready_for_review'];

/** Reads a `pull_request` event. Plain checks and no schema library: this runs while GitHub waits (toolchain.md). */
export function readPullRequest(body: unknown): ReadDelivery {
  const event = objectOf(body);
  const [pull, repository] = [objectOf(event['pull_request']), objectOf(event['repository'])];
  const [base, head] = [objectOf(pull['base']), objectOf(pull['head'])];
  const action = String(event['action']);
  if (!ACTIONS.includes(action)) return { kind: 'IGNORED', why: 'this action of a pull request starts no release' };
  if (pull['draft'] === true) return { kind: 'IGNORED', why: 'the pull request is a draft' };
  const delivery = {
    owner: text(objectOf(repository['owner'])['login'], 100),
    name: text(repository['name'], 100),
    number: Number.isSafeInteger(pull['number']) ? Number(pull['number']) : 0,
    base: text(base['sha'], 40),
    head: text(head['sha'], 40),
    title: text(pull['title'], 300),
    description: text(pull['body'] ?? '', 10_000),
    by: submitterOf(action, pull, event),
    at: instant(pull['updated_at']),
  };
  const wrong = problemOf(delivery) ?? (Number.isSafeInteger(objectOf(base['repo'])['id']) ? null : 'base.repo');
  if (wrong !== null) return { kind: 'MALFORMED', why: `pull_request: ${wrong} is missing or not as expected` };
  // A deleted fork leaves null: what is not known to be of this repository is not of it.
  if (objectOf(head['repo'])['id'] !== objectOf(base['repo'])['id'])
    return { kind: 'REFUSED', why: 'the pull request comes from a fork; forks are never given credentials' };
  // The gates take their config from the base branch: only the default one is guarded by the team's own rules.
  if (base['ref'] !== repository['default_branch'])
    return { kind: 'IGNORED', why: 'the pull request does not aim at the default branch' };
  return { kind: 'PULL_REQUEST', delivery };
}

/**
 * Trust is keyed on this identity. A bot stays the submitter whoever marks its pull request as ready; of people it is
 * the one who pushed, or who opened the pull request when nothing was pushed.
 */
function submitterOf(action: string, pull: Json, event: Json): PullRequestDelivery['by'] {
  const [author, sender] = [objectOf(pull['user']), objectOf(event['sender'])];
  const bot = [author, sender].find((user) => user['type'] !== 'User');
  const by = bot ?? (action === 'synchronize' ? sender : author);
  return { login: text(by['login'], 100).toLowerCase(), bot: bot !== undefined };
}

function problemOf(d: PullRequestDelivery): string | null {
  if (d.owner === '' || d.name === '') return 'repository';
  if (d.number < 1) return 'number';
  if (!/^[0-9a-f]{40}$/.test(d.base)) return 'base.sha';
  if (!/^[0-9a-f]{40}$/.test(d.head)) return 'head.sha';
  if (d.by.login === '') return 'user or sender';
  return d.at === '' ? 'updated_at' : null;
}

const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

function text(value: unknown, max: number): string {
  if (typeof value !== 'string') return '';
  const plain = value.replaceAll('\r\n', '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
  return plain.slice(0, max).toWellFormed();
}

function instant(value: unknown): string {
  const at = typeof value === 'string' ? new Date(value) : null;
  return at === null || Number.isNaN(at.getTime()) ? '' : at.toISOString();
}
