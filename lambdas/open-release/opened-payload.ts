import { parseDiff } from '../../core/change/parse-diff.ts';
import type { ChangeSubmitted } from '../../core/contracts/change-submitted.ts';
import type { ChangeFacts } from '../../core/contracts/facts.ts';

/** An audit payload has 64 KiB in all; each of the three lists gets less than a third of it. */
const LIST_BYTES = 16 * 1024;
const NAMED_FILES = 100;

/** What the first record says of a change. Lists that are too long for it are counted; they lie whole in the evidence. */
export function openedPayload(event: ChangeSubmitted, facts: ChangeFacts, diff: string) {
  const files = parseDiff(diff).map((file) => file.path.slice(0, 200));
  return {
    trigger: event.trigger,
    base: event.base,
    files: files.length > NAMED_FILES ? files.length : bounded(files),
    linesAdded: facts.linesAdded,
    linesRemoved: facts.linesRemoved,
    signals: facts.signals.map((s) => s.kind),
    authors: bounded(facts.authors),
    trailers: bounded(facts.trailers),
  };
}

function bounded<T>(list: readonly T[]): readonly T[] | number {
  return new TextEncoder().encode(JSON.stringify(list)).length > LIST_BYTES ? list.length : list;
}
