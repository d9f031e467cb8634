import type { TrustEntry } from '../contracts/trust-entry.ts';
import type { AgentLabels } from './agent-labels.ts';
import { isDeployed, isFailure, isIncident } from './trust-outcomes.ts';

/** `to` gives the level, 0 to 3, that is left of one. */
export type Demotion = { readonly why: string; readonly to: (level: number) => number };

/** As many clean changes as the first probation takes (004-47). */
const PROBATION = 20;
/** Fewer attempts than this are no rate. */
const ATTEMPTS = 4;
/** 004-45. */
const FIX_SUCCESS = 0.5;
const L1 = 1;

/**
 * What takes earned levels away again: an incident within the last 20 deployed changes, one level; less than half of the
 * attempts to mend a failed change that succeeded, one level (004-45); another model or prompt than the last changes were
 * written with, back to probation, L1, until 20 changes with it were deployed and none was rolled back.
 */
export function demotionsOf(entries: readonly TrustEntry[], labels: AgentLabels): readonly Demotion[] {
  const demotions: Demotion[] = [];
  const oneDown = (level: number) => Math.max(0, level - 1);
  const incident = entries.findLast(isIncident);
  if (incident !== undefined) {
    const clean = entries.slice(entries.indexOf(incident) + 1).filter(isDeployed).length;
    if (clean < PROBATION)
      demotions.push({
        why: `one level down: ${incident.outcome} at ${incident.closedAt}, ${clean} deployed since`,
        to: oneDown,
      });
  }
  const { tried, mended } = fixesOf(entries);
  if (tried >= ATTEMPTS && mended / tried < FIX_SUCCESS)
    demotions.push({ why: `one level down: ${mended} of ${tried} attempts to mend a change succeeded`, to: oneDown });
  const proven = provenWith(entries, labels);
  if (entries.length > 0 && proven < PROBATION && entries.some((entry) => !hasLabels(entry, labels)))
    demotions.push({
      why: `probation: ${proven} of ${PROBATION} changes deployed with this model and prompt`,
      to: (level) => Math.min(level, L1),
    });
  return demotions;
}

/** Attempts to mend: releases of a change whose release before failed. */
function fixesOf(entries: readonly TrustEntry[]): { readonly tried: number; readonly mended: number } {
  const failed = new Set<string>();
  let tried = 0;
  let mended = 0;
  for (const entry of entries) {
    const isVerdict = isDeployed(entry) || isFailure(entry);
    if (!isVerdict) continue;
    if (failed.has(entry.change)) {
      tried += 1;
      if (isDeployed(entry)) mended += 1;
    }
    if (isFailure(entry)) failed.add(entry.change);
    else failed.delete(entry.change);
  }
  return { tried, mended };
}

/** Deployed since these labels were last taken up, counted anew after each incident. */
function provenWith(entries: readonly TrustEntry[], labels: AgentLabels): number {
  let proven = 0;
  for (const entry of entries) {
    if (!hasLabels(entry, labels) || isIncident(entry)) proven = 0;
    else if (isDeployed(entry)) proven += 1;
  }
  return proven;
}

const hasLabels = (entry: TrustEntry, { model, promptHash }: AgentLabels): boolean =>
  entry.model === model && entry.promptHash === promptHash;
