import type { ChangeFacts } from '../contracts/facts.ts';

/** Which model and which prompt an agent says it wrote with (004-29); null where it does not say. */
export type AgentLabels = { readonly model: string | null; readonly promptHash: string | null };

/** The labels among the trailers of a change; `null` for trailers that were too many to keep, which is a label of its own. */
export function agentLabels(trailers: ChangeFacts['trailers'] | null): AgentLabels {
  if (trailers === null) return { model: 'not kept', promptHash: 'not kept' };
  const label = (name: string) => trailers.find(({ key }) => key.toLowerCase() === name)?.value.trim() || null;
  return { model: label('model'), promptHash: label('prompt-hash') };
}
