import { parseDiff } from '../../core/change/parse-diff.ts';
import { printable } from '../../core/change/printable.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { apiPath } from './github-http.ts';
import type { GitHubRepositoryApi } from './github-repository.ts';
import { showHiddenText, type DiffRequest } from './github-hidden-text.ts';
import { changesBetween, rangeOf, type TreeChange } from './tree-entry.ts';
import { requireReadable, tooLarge } from './vcs-refusals.ts';

/**
 * The diff from the merge base to the head as GitHub's git prints it, checked against what the two trees say has changed:
 * a file that the diff leaves out would reach production unseen.
 */
export async function readGitHubDiff(api: GitHubRepositoryApi, request: DiffRequest): Promise<string> {
  const { base, head, maxBytes } = request;
  const range = rangeOf(base, head);
  const changes = changesBetween(request.before, request.after);
  requireReadable(changes, range);
  const answer = await api.raw({
    path: apiPath`/compare/${base}...${head}`,
    accept: 'application/vnd.github.diff',
    maxBytes,
    timeoutMs: 20_000,
    also: [406, 422],
  });
  // GitHub's own limits: 300 files, 20 000 lines.
  if (answer.status !== 200)
    throw new InvalidInput(
      `GitHub gives no diff of ${range}: it is too large (answer ${answer.status}); split the change`,
    );
  if (!answer.complete) throw tooLarge(range, maxBytes);
  const diff = answer.body.toString('utf8');
  requireWhole(diff, changes, range);
  return showHiddenText(api, diff, request);
}

function requireWhole(diff: string, changes: readonly TreeChange[], range: string): void {
  const shown = new Set(parseDiff(diff).flatMap(({ path, oldPath }) => [path, oldPath]));
  const missing = changes.find(({ path }) => !shown.has(path));
  if (missing !== undefined)
    throw new InvalidInput(`GitHub's diff of ${range} leaves out "${printable(missing.path, 300)}", which has changed`);
}
