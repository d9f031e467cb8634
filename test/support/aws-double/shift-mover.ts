/** How CodeDeploy moves the traffic of one deployment; each call may be made again. */
export type Mover = {
  /** The first step, percent of the new version; called when the deployment begins, also for all at once (0). */
  begin(percent: number): Promise<void>;
  /** All traffic to the new version. */
  finish(): Promise<void>;
  /** All traffic to the old version, and the new one is gone. */
  back(): Promise<void>;
  /** How long the old version is kept after the last step, minutes; null: a deployment ends with its last step. */
  readonly keepsMinutes: number | null;
  /** Lets the old version go. */
  release(): Promise<void>;
};

export type AliasUpdate = {
  readonly functionName: string;
  readonly alias: string;
  readonly version: string;
  readonly weights: Readonly<Record<string, number>>;
};
export type AliasPlan = { readonly name: string; readonly alias: string; readonly from: string; readonly to: string };

/** A Lambda alias gets weights; the function keeps every version for good. */
export function aliasMover(
  update: (update: AliasUpdate) => Promise<void>,
  { name, alias, from, to }: AliasPlan,
): Mover {
  const point = (version: string, weights: AliasUpdate['weights']) =>
    update({ functionName: name, alias, version, weights });
  return {
    begin: (percent) => (percent === 0 ? Promise.resolve() : point(from, { [to]: percent / 100 })),
    finish: () => point(to, {}),
    back: () => point(from, {}),
    keepsMinutes: null,
    release: () => Promise.resolve(),
  };
}
