/** A delegation as the trust framework draws it; `trust` between 0 and 1 (000-29). */
export type Delegation = { readonly from: string; readonly to: string; readonly trust: number };

/** 000-29. There is no edge from the reviewer, the static analysis or the canary to production: they advise (000-30). */
export const DELEGATIONS: readonly Delegation[] = [
  { from: 'human', to: 'orchestrator', trust: 0.99 },
  { from: 'orchestrator', to: 'static analysis', trust: 0.95 },
  { from: 'orchestrator', to: 'reviewer', trust: 0.8 },
  { from: 'orchestrator', to: 'canary', trust: 0.9 },
  { from: 'human', to: 'production', trust: 1 },
];

/** One way along which trust is handed on from a person; `trust` is the product of its edges, 0 to 1. */
export type TrustPath = {
  readonly path: readonly string[];
  readonly trust: number;
  readonly reachesProduction: boolean;
};

/**
 * Every longest delegation that begins at a person, with its effective trust: the product along the path (000-30). A
 * cycle is not followed: nobody earns trust by delegating to themselves. Throws RangeError for a trust outside 0 to 1.
 */
export function effectiveTrust(delegations: readonly Delegation[] = DELEGATIONS): readonly TrustPath[] {
  const wrong = delegations.find(({ trust }) => !(trust >= 0 && trust <= 1));
  if (wrong) throw new RangeError(`trust of ${wrong.from} in ${wrong.to}: ${wrong.trust}; expected 0 to 1`);
  const walk = (path: readonly string[], trust: number): TrustPath[] => {
    const next = delegations.filter(({ from, to }) => from === path.at(-1) && !path.includes(to));
    if (next.length === 0) return [{ path, trust, reachesProduction: path.at(-1) === 'production' }];
    return next.flatMap((edge) => walk([...path, edge.to], trust * edge.trust));
  };
  return walk(['human'], 1).filter(({ path }) => path.length > 1);
}
